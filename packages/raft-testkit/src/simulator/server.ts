// One simulated server: the rules, and around them what a runtime does, read off the rules' state after every step, as in
// raft-async's `react`. Nothing here waits: what takes time is put into the queue of events and comes back from there.

import type { RaftMessage, RaftState, Role, ServerId, StateMachine, Term } from '@three-ways/raft-core';
import { Applier } from './applier.ts';
import { Disk } from './disk.ts';
import { Outbox } from './outbox.ts';
import type { Rules } from './rules.ts';
import { requireThat } from './violation.ts';
import type { Request, Timer, World } from './host.ts';

/** More messages than this in one go means that the rules never stop sending. */
const sendBound = 5000;

export class SimServer {
  readonly id: ServerId;
  readonly disk: Disk;
  readonly outbox: Outbox;
  private readonly applier: Applier;
  raft!: RaftState;
  machine!: StateMachine;
  alive = false;
  /** How long the server stays down after its crash (ms). */
  downFor = 0;
  /** When it lost its disk (ms); null if it never did, or has been removed and added again since. */
  diskLostAt: number | null = null;

  private readonly world: World;
  private readonly rate: number;
  readonly random: () => number;
  life = 0;
  private electionDeadline = 0;
  private lastHeard = 0;
  private heard = -1;
  /** Counts campaigns and leaderships, so that the timers of a former one do nothing. */
  private turn = 0;
  /** What the timers and campaigns under way are for. */
  private doing: { role: Role; term: Term; heard: number } = { role: 'follower', term: 0, heard: 0 };
  private transferee: ServerId | null = null;

  constructor(world: World, id: ServerId) {
    this.world = world;
    this.id = id;
    const { seed, clockRates, diskLatency } = world.schedule;
    this.rate = clockRates[id - 1] ?? 1;
    this.random = world.rules.seededRandom(Math.imul(seed + 1, 0x27d4eb2f) ^ Math.imul(id, 0x165667b1));
    this.disk = new Disk(world.rules, diskLatency);
    this.outbox = new Outbox(this, world);
    this.applier = new Applier(this, world);
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
    this.downFor = downFor;
    this.disk.crash(survivors);
    this.outbox.crash();
    this.applier.crash();
    this.transferee = null;
    this.world.crashed(this);
  }

  /** Crashes, and has an empty disk when it starts again. */
  loseDisk(downFor: number): void {
    this.crash(0, downFor);
    this.disk.lose();
    this.diskLostAt = this.world.now;
    this.world.lostDisk(this);
  }

  receive(message: RaftMessage): void {
    if (this.world.now > this.lastHeard + this.ticks(this.world.schedule.settings.electionTimeout[0]))
      this.rules.leaderIsSilent(this.raft);
    const reply = this.rules.receive(this.raft, message);
    if (message.type === 'ReadIndexReply' && message.readIndex > 0)
      this.applier.awaitRead(message.readId, message.readIndex);
    if (reply !== null) this.outbox.send(reply);
    this.react();
    if (this.raft.role === 'leader') this.pumpTo(message.from);
  }

  /** Proposes on this server. Returns false if it does not lead or takes no more. */
  propose(request: Request): boolean {
    try {
      const index = this.rules.propose(this.raft, request.command);
      this.applier.awaitProposal(index, request);
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
      if (request !== null) this.outbox.send(request);
      return;
    }
    rules.startRead(raft, this.id, readId);
    this.askWhetherItLeads();
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
      if (heartbeat !== null) this.outbox.send(heartbeat);
    }
  }

  private askWhetherItLeads(): void {
    for (const peer of this.rules.peersOf(this.raft)) {
      const question = this.alive ? this.rules.roundTo(this.raft, peer) : null;
      if (question !== null) this.outbox.send(question);
    }
  }

  /** Asks each server until it answers (§5.5). */
  private campaignOn(): void {
    for (const peer of this.rules.peersOf(this.raft)) {
      const request = this.alive ? this.rules.voteRequestTo(this.raft, peer) : null;
      if (request !== null) this.outbox.send(request);
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
      this.outbox.send(message);
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
    this.applier.react();
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
    this.applier.stepDown();
    this.transferee = null;
    this.restartElectionTimer();
  }

  /** A leader sends while it writes; reads are answered once a majority has confirmed that it leads. */
  private goOnLeading(): void {
    this.outbox.persist();
    if (!this.alive || this.raft.reads.length === 0) return;
    for (const read of this.rules.confirmedReads(this.raft))
      if (read.from === this.id) this.applier.awaitRead(read.readId, read.readIndex);
      else this.outbox.send(this.rules.readReply(this.raft, read));
  }

  private applyOn(): void {
    this.applier.goOn();
    this.react();
  }

  /** A sync that took its time has ended. */
  synced(): void {
    this.outbox.synced();
    this.react();
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

  timer(timer: Timer, turn: number, delay: number): void {
    this.world.after(delay, { type: 'timer', timer, server: this.id, life: this.life, turn });
  }
}
