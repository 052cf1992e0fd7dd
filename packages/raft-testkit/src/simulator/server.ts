// One simulated server: the rules, and around them what a runtime does, read off the rules' state after every step, as in
// raft-async's `react`. Nothing here waits: what takes time is put into the queue of events and comes back from there.

import type {
  Answer,
  Command,
  LogIndex,
  Message,
  RaftMessage,
  RaftState,
  Refusal,
  Role,
  ServerId,
  StateMachine,
  Term,
} from '@three-ways/raft-core';
import { Disk } from './disk.ts';
import type { Rules } from './rules.ts';
import type { DurabilityPoint, Schedule } from './schedule.ts';
import { requireThat } from './violation.ts';

export type Timer = 'election' | 'campaign' | 'heartbeat' | 'quorum' | 'transfer' | 'apply';

/** What a server's surroundings do for it. */
export interface World {
  readonly rules: Rules;
  readonly schedule: Schedule;
  readonly now: number;
  after(delay: number, event: ServerEvent): void;
  send(message: Message): void;
  /** The rules have been told that something is stable. */
  wrote(): void;
  /** Judges the server as it is now: whatever is applied must have been seen to be committed first. */
  look(server: SimServer): void;
  restored(server: SimServer, index: LogIndex): void;
  applied(server: SimServer, index: LogIndex, command: Command, answer: Answer | Refusal): void;
  /** A proposal has been applied where it was made, or the server has lost the leadership meanwhile. */
  answered(request: Request, index: LogIndex, answer: Answer | Refusal): void;
  readServed(readId: number, server: SimServer): void;
  crashed(server: SimServer): void;
}

export type ServerEvent =
  | {
      readonly type: 'timer';
      readonly timer: Timer;
      readonly server: ServerId;
      /** Tells timers that are still wanted from those that are not. */
      readonly life: number;
      readonly turn: number;
    }
  | { readonly type: 'synced'; readonly server: ServerId; readonly life: number };

/** A client's command on its way. */
export interface Request {
  readonly client: number;
  readonly sequence: number;
  readonly command: Command;
}

/** Between two batches of entries that are applied (ms). */
const applyPause = 1;
/** More messages than this in one go means that the rules never stop sending. */
const sendBound = 5000;

export class SimServer {
  readonly id: ServerId;
  readonly disk: Disk;
  raft!: RaftState;
  machine!: StateMachine;
  alive = false;
  /** A crash that waits for the next write. */
  armed: { readonly point: DurabilityPoint; readonly survivors: number; readonly downFor: number } | null =
    null;
  /** How long the server stays down after its crash (ms). */
  downFor = 0;

  private readonly world: World;
  private readonly rate: number;
  private readonly random: () => number;
  life = 0;
  private electionDeadline = 0;
  private lastHeard = 0;
  private heard = -1;
  /** Counts campaigns and leaderships, so that the timers of a former one do nothing. */
  private turn = 0;
  /** What the timers and campaigns under way are for. */
  private doing: { role: Role; term: Term; heard: number } = { role: 'follower', term: 0, heard: 0 };
  private transferee: ServerId | null = null;
  /** More is to be applied soon. */
  private isApplying = false;
  /** Messages that wait for a write. */
  private readonly held: { readonly message: Message; readonly write: number }[] = [];
  private readonly proposals = new Map<LogIndex, Request>();
  private readonly reads: { readonly readId: number; readonly readIndex: LogIndex }[] = [];

  constructor(world: World, id: ServerId) {
    this.world = world;
    this.id = id;
    const { seed, clockRates, diskLatency } = world.schedule;
    this.rate = clockRates[id - 1] ?? 1;
    this.random = world.rules.seededRandom(Math.imul(seed + 1, 0x27d4eb2f) ^ Math.imul(id, 0x165667b1));
    this.disk = new Disk(world.rules, diskLatency);
  }

  /** Virtual time (ms). */
  get now(): number {
    return this.world.now;
  }

  get rules(): Rules {
    return this.world.rules;
  }

  /** @param begun is called when the rules' state is there, before it does anything */
  start(begun: () => void): void {
    const { settings } = this.world.schedule;
    this.alive = true;
    this.life += 1;
    this.isApplying = false;
    this.raft = this.rules.newRaft(this.id, settings, this.disk.load());
    this.machine = new this.rules.StateMachine(settings.maxSessions);
    this.heard = this.raft.heard - 1;
    this.doing = { role: 'follower', term: 0, heard: 0 };
    begun();
    this.restartElectionTimer();
    this.timer('election', 0, this.electionDeadline - this.world.now);
    this.react();
  }

  /** Loses all that is not on the disk. */
  crash(survivors: number, downFor: number): void {
    this.alive = false;
    this.armed = null;
    this.downFor = downFor;
    this.disk.crash(survivors);
    this.held.length = 0;
    this.proposals.clear();
    this.reads.length = 0;
    this.transferee = null;
    this.world.crashed(this);
  }

  receive(message: RaftMessage): void {
    if (this.world.now > this.lastHeard + this.ticks(this.world.schedule.settings.electionTimeout[0]))
      this.rules.leaderIsSilent(this.raft);
    const reply = this.rules.receive(this.raft, message);
    if (message.type === 'ReadIndexReply') this.mayRead(message.readId, message.readIndex);
    if (reply !== null) this.send(reply);
    this.react();
    if (this.raft.role === 'leader') this.pumpTo(message.from);
  }

  /** Proposes on this server. Returns false if it does not lead or takes no more. */
  propose(request: Request): boolean {
    try {
      const index = this.rules.propose(this.raft, request.command);
      this.proposals.set(index, request);
    } catch (error) {
      if (error instanceof this.rules.NotLeader || error instanceof this.rules.Overloaded) return false;
      throw error;
    }
    this.pump();
    this.react();
    return true;
  }

  read(readId: number): void {
    const { raft, rules } = this;
    if (raft.role !== 'leader') {
      const request = rules.readIndexFrom(raft, readId);
      if (request !== null) this.send(request);
      return;
    }
    rules.startRead(raft, this.id, readId);
    this.heartbeat();
    this.react();
  }

  /** Does what may be refused; a refusal is no fault. */
  attempt(act: (rules: Rules, raft: RaftState) => void): void {
    try {
      act(this.rules, this.raft);
    } catch (error) {
      if (!(error instanceof this.rules.RaftError)) throw error;
      return;
    }
    if (this.raft.transferee !== this.transferee && this.raft.transferee !== null)
      this.timer('transfer', this.turn, this.ticks(this.world.schedule.settings.electionTimeout[1]));
    this.transferee = this.raft.transferee;
    this.pump();
    this.react();
  }

  fire(timer: Timer, turn: number): void {
    if (timer === 'election') this.electionTimer();
    else if (timer === 'apply') this.applyOn();
    else if (turn !== this.turn) return;
    else if (timer === 'campaign') this.campaignOn();
    else this.leaderTimer(timer);
  }

  private electionTimer(): void {
    const remaining = this.electionDeadline - this.world.now;
    if (this.raft.role === 'leader')
      return this.timer('election', 0, this.ticks(this.world.schedule.settings.electionTimeout[0]));
    if (remaining > 0) return this.timer('election', 0, remaining);
    this.rules.startElection(this.raft);
    if (this.heard === this.raft.heard) this.restartElectionTimer();
    this.react();
    if (this.alive) this.timer('election', 0, Math.max(1, this.electionDeadline - this.world.now));
  }

  private leaderTimer(timer: 'heartbeat' | 'quorum' | 'transfer'): void {
    const { heartbeatInterval, electionTimeout } = this.world.schedule.settings;
    if (timer === 'heartbeat') {
      this.heartbeat();
      this.timer(timer, this.turn, this.ticks(heartbeatInterval));
    } else if (timer === 'quorum') {
      this.rules.checkQuorum(this.raft);
      this.timer(timer, this.turn, this.ticks(electionTimeout[1]));
    } else {
      this.rules.abandonTransfer(this.raft);
      this.transferee = null;
    }
    this.react();
  }

  private heartbeat(): void {
    for (const peer of this.rules.peersOf(this.raft)) {
      const heartbeat = this.alive ? this.rules.heartbeatTo(this.raft, peer) : null;
      if (heartbeat !== null) this.send(heartbeat);
    }
  }

  /** Asks each server until it answers (§5.5). */
  private campaignOn(): void {
    for (const peer of this.rules.peersOf(this.raft)) {
      const request = this.alive ? this.rules.voteRequestTo(this.raft, peer) : null;
      if (request !== null) this.send(request);
    }
    if (this.alive)
      this.timer('campaign', this.turn, this.ticks(this.world.schedule.settings.heartbeatInterval));
  }

  private pump(): void {
    for (const peer of this.rules.peersOf(this.raft)) this.pumpTo(peer);
  }

  private pumpTo(peer: ServerId): void {
    for (let sent = 0; this.alive; sent++) {
      const message = this.rules.nextMessageTo(this.raft, peer);
      if (message === null) return;
      requireThat(
        sent < sendBound,
        'bounded memory',
        () => `server ${this.id} never stops sending to ${peer}`,
      );
      this.send(message);
    }
  }

  /** After every step: does what the new state asks for. */
  react(): void {
    if (!this.alive) return;
    const { raft } = this;
    if (raft.heard !== this.heard) this.restartElectionTimer();
    this.heard = raft.heard;
    if (this.mustChangeRole()) this.changeRole();
    if (raft.role === 'leader') this.goOnLeading();
    if (!this.alive) return;
    this.world.look(this);
    this.applyCommitted();
  }

  private mustChangeRole(): boolean {
    const { role, currentTerm, heard } = this.raft;
    if (role !== this.doing.role) return true;
    if (role === 'follower') return false;
    return currentTerm !== this.doing.term || (role !== 'leader' && heard !== this.doing.heard);
  }

  private changeRole(): void {
    const { role, currentTerm: term, heard } = this.raft;
    if (this.doing.role === 'leader') this.stepDown();
    this.doing = { role, term, heard };
    this.turn += 1;
    if (role === 'pre-candidate' || role === 'candidate') this.campaignOn();
    if (role !== 'leader') return;
    const { heartbeatInterval, electionTimeout } = this.world.schedule.settings;
    this.timer('heartbeat', this.turn, this.ticks(heartbeatInterval));
    this.timer('quorum', this.turn, this.ticks(electionTimeout[1]));
    this.pump();
  }

  private stepDown(): void {
    this.proposals.clear();
    this.transferee = null;
    this.restartElectionTimer();
  }

  /** A leader sends while it writes; reads are answered once a majority has confirmed that it leads. */
  private goOnLeading(): void {
    this.persist();
    if (!this.alive || this.raft.reads.length === 0) return;
    for (const read of this.rules.confirmedReads(this.raft))
      if (read.from === this.id) this.reads.push(read);
      else this.send(this.rules.readReply(this.raft, read));
  }

  private mayRead(readId: number, readIndex: LogIndex): void {
    if (readIndex > 0) this.reads.push({ readId, readIndex });
  }

  private applyCommitted(): void {
    const { raft, rules, machine, world } = this;
    const snapshot = rules.snapshotToRestore(raft);
    if (snapshot !== null) {
      machine.restore(snapshot.data);
      world.restored(this, snapshot.lastIncludedIndex);
      rules.markApplied(raft, snapshot.lastIncludedIndex);
    }
    if (raft.commitIndex > raft.lastApplied) this.applyEntries();
    if (raft.commitIndex > raft.lastApplied && !this.isApplying) this.timer('apply', 0, applyPause);
    this.isApplying = raft.commitIndex > raft.lastApplied;
    if (rules.wantsSnapshot(raft)) rules.compact(raft, machine.snapshot());
    if (this.reads.length > 0) this.serveReads();
  }

  private applyOn(): void {
    this.isApplying = false;
    this.react();
  }

  private applyEntries(): void {
    const { raft, rules, machine, world } = this;
    let index = raft.lastApplied;
    for (const { command } of rules.committedEntries(raft, world.schedule.applyBatch)) {
      index += 1;
      const answer = machine.apply(command, index);
      world.applied(this, index, command, answer);
      const request = this.proposals.get(index);
      if (request === undefined) continue;
      this.proposals.delete(index);
      world.answered(request, index, answer);
    }
    if (index > raft.lastApplied) rules.markApplied(raft, index);
  }

  private serveReads(): void {
    for (let i = 0; i < this.reads.length; ) {
      const read = this.reads[i]!;
      if (read.readIndex > this.raft.lastApplied) i += 1;
      else {
        this.reads.splice(i, 1);
        this.world.readServed(read.readId, this);
      }
    }
  }

  /** Nothing leaves before what it reveals is stable. */
  private send(message: Message): void {
    if (!this.alive) return;
    const write = this.rules.mustBeStableBefore(message) ? this.persist() : 0;
    if (!this.alive) return;
    if (this.disk.isStable(write)) this.world.send(message);
    else this.held.push({ message, write });
  }

  /** Writes what is not stable, and returns the number of the write that must be stable for it. */
  private persist(): number {
    const unstable = this.rules.unstableState(this.raft);
    if (unstable === null) return 0;
    if (this.armed?.point === 'before') return this.crashAtWrite(0);
    const write = this.disk.write(unstable);
    if (this.armed?.point === 'during') return this.crashAtWrite(this.armed.survivors);
    if (this.disk.isSyncing) return write;
    this.disk.beginSync();
    if (this.disk.latency > 0) this.awaitSync();
    else this.finishSync();
    return write;
  }

  private crashAtWrite(survivors: number): number {
    this.crash(survivors, this.armed!.downFor);
    return 0;
  }

  private awaitSync(): void {
    const delay = this.disk.latency * (0.5 + this.random());
    this.world.after(delay, { type: 'synced', server: this.id, life: this.life });
  }

  /** A sync that took its time has ended; the next begins if there is something to write. */
  synced(): void {
    this.finishSync();
    if (this.alive && !this.disk.isSyncing && this.disk.beginSync()) this.awaitSync();
    this.react();
  }

  private finishSync(): void {
    const newest = this.disk.finishSync();
    if (this.armed?.point === 'after') return void this.crashAtWrite(0);
    this.rules.markStable(this.raft, newest);
    this.world.wrote();
    while (this.held.length > 0 && this.disk.isStable(this.held[0]!.write))
      this.world.send(this.held.shift()!.message);
  }

  private restartElectionTimer(): void {
    this.lastHeard = this.world.now;
    const timeout = this.rules.randomElectionTimeout(this.world.schedule.settings, this.random);
    this.electionDeadline = this.lastHeard + this.ticks(timeout);
  }

  /** A time on this server's clock, in that of the world. */
  private ticks(ms: number): number {
    return ms * this.rate;
  }

  private timer(timer: Timer, turn: number, delay: number): void {
    this.world.after(delay, { type: 'timer', timer, server: this.id, life: this.life, turn });
  }
}
