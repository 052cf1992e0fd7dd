// One simulated server: the rules and a driver that reads off their state what to do after every step, as raft-async's
// `react` does. Nothing waits: what takes time is an event in the simulation's queue.

import type { RaftMessage, RaftState, Role, ServerId, Term } from '@three-ways/raft-core';
import type { StateMachine } from '@three-ways/raft-kv';
import { Applier } from './applier.ts';
import { Disk } from './disk.ts';
import type { Host, HostedServer, Request, Timer } from './host.ts';
import { Outbox } from './outbox.ts';
import type { Rules } from './rules.ts';
import { requireThat } from './violation.ts';

/** Messages to one peer in one step; more means that the rules never stop sending. */
const maxSends = 5000;

export class SimServer implements HostedServer {
  readonly id: ServerId;
  readonly disk: Disk;
  readonly outbox: Outbox;
  private readonly applier: Applier;
  raft!: RaftState;
  machine!: StateMachine;
  alive = false;
  /** Time from the last crash to the restart (ms); Infinity for none. */
  downFor = 0;
  /** Time of the disk's loss (ms); null if it never was, or the server has been removed and added again since. */
  diskLostAt: number | null = null;

  private readonly host: Host;
  private readonly rate: number;
  readonly random: () => number;
  incarnation = 0;
  private electionDeadline = 0;
  private lastHeard = 0;
  private heard = -1;
  /** Count of campaigns and leaderships, so that timers of a former one do nothing. */
  private epoch = 0;
  /** Role and term that the running timers belong to. */
  private active: { role: Role; term: Term; heard: number } = { role: 'follower', term: 0, heard: 0 };
  private transferee: ServerId | null = null;

  constructor(host: Host, id: ServerId) {
    this.host = host;
    this.id = id;
    const { seed, clockRates, diskLatency } = host.schedule;
    this.rate = clockRates[id - 1] ?? 1;
    this.random = host.rules.seededRandom(Math.imul(seed + 1, 0x27d4eb2f) ^ Math.imul(id, 0x165667b1));
    this.disk = new Disk(host.rules, diskLatency);
    this.outbox = new Outbox(this, host);
    this.applier = new Applier(this, host);
  }

  /** Virtual time (ms). */
  get now(): number {
    return this.host.now;
  }

  get rules(): Rules {
    return this.host.rules;
  }

  /** @param onLoaded called after the rules' state is loaded, before anything happens */
  start(onLoaded: () => void): void {
    const { settings } = this.host.schedule;
    this.alive = true;
    this.incarnation += 1;
    this.raft = this.rules.newRaft(this.id, settings, this.disk.load());
    this.machine = new this.rules.StateMachine(settings.maxSessions);
    this.heard = this.raft.heard - 1;
    this.active = { role: 'follower', term: 0, heard: 0 };
    onLoaded();
    this.restartElectionTimer();
    this.timer('election', 0, this.electionDeadline - this.host.now);
    this.react();
  }

  /** Loses everything that is not on the disk. */
  crash(survivors: number, downFor: number): void {
    this.alive = false;
    this.downFor = downFor;
    this.disk.crash(survivors);
    this.outbox.crash();
    this.applier.crash();
    this.transferee = null;
    this.host.crashed(this);
  }

  /** Crashes and loses the disk. */
  loseDisk(downFor: number): void {
    this.crash(0, downFor);
    this.disk.lose();
    this.diskLostAt = this.host.now;
    this.host.lostDisk(this);
  }

  receive(message: RaftMessage): void {
    if (this.host.now > this.lastHeard + this.toSimTime(this.host.schedule.settings.electionTimeout[0]))
      this.rules.leaderIsSilent(this.raft);
    const reply = this.rules.receive(this.raft, message);
    if (message.type === 'ReadIndexReply' && message.readIndex > 0)
      this.applier.awaitRead(message.readId, message.readIndex);
    if (reply !== null) this.outbox.send(reply);
    this.react();
    if (this.raft.role === 'leader') this.replicateTo(message.from);
  }

  /** Returns false if the server does not lead or is overloaded. */
  propose(request: Request): boolean {
    try {
      const index = this.rules.propose(this.raft, request.command);
      this.applier.awaitProposal(index, request);
    } catch (error) {
      if (error instanceof this.rules.NotLeader || error instanceof this.rules.Overloaded) return false;
      throw error;
    }
    this.replicate();
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
    this.verifyLeader();
    this.react();
  }

  /** Runs an operation that the rules may refuse with a RaftError. */
  attempt(operation: (rules: Rules, raft: RaftState) => void): void {
    try {
      operation(this.rules, this.raft);
    } catch (error) {
      if (!(error instanceof this.rules.RaftError)) throw error;
      return;
    }
    if (this.raft.transferee !== this.transferee && this.raft.transferee !== null)
      this.timer('transfer', this.epoch, this.toSimTime(this.host.schedule.settings.electionTimeout[1]));
    this.transferee = this.raft.transferee;
    this.replicate();
    this.react();
  }

  fire(timer: Timer, epoch: number): void {
    if (timer === 'election') this.onElectionTimer();
    else if (timer === 'apply') this.resumeApplying();
    else if (epoch !== this.epoch) return;
    else if (timer === 'campaign') this.requestVotes();
    else this.onLeaderTimer(timer);
  }

  private onElectionTimer(): void {
    const remaining = this.electionDeadline - this.host.now;
    if (this.raft.role === 'leader')
      return this.timer('election', 0, this.toSimTime(this.host.schedule.settings.electionTimeout[0]));
    if (remaining > 0) return this.timer('election', 0, remaining);
    this.rules.startElection(this.raft);
    if (this.heard === this.raft.heard) this.restartElectionTimer();
    this.react();
    if (this.alive) this.timer('election', 0, Math.max(1, this.electionDeadline - this.host.now));
  }

  private onLeaderTimer(timer: 'heartbeat' | 'quorum' | 'transfer'): void {
    const { heartbeatInterval, electionTimeout } = this.host.schedule.settings;
    if (timer === 'heartbeat') {
      this.heartbeat();
      this.timer(timer, this.epoch, this.toSimTime(heartbeatInterval));
    } else if (timer === 'quorum') {
      this.rules.checkQuorum(this.raft);
      this.timer(timer, this.epoch, this.toSimTime(electionTimeout[1]));
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

  private verifyLeader(): void {
    for (const peer of this.rules.peersOf(this.raft)) {
      const message = this.alive ? this.rules.roundTo(this.raft, peer) : null;
      if (message !== null) this.outbox.send(message);
    }
  }

  /** Sends vote requests, again and again until answered (§5.5). */
  private requestVotes(): void {
    for (const peer of this.rules.peersOf(this.raft)) {
      const request = this.alive ? this.rules.voteRequestTo(this.raft, peer) : null;
      if (request !== null) this.outbox.send(request);
    }
    if (this.alive)
      this.timer('campaign', this.epoch, this.toSimTime(this.host.schedule.settings.heartbeatInterval));
  }

  private replicate(): void {
    for (const peer of this.rules.peersOf(this.raft)) this.replicateTo(peer);
  }

  private replicateTo(peer: ServerId): void {
    for (let sent = 0; this.alive; sent++) {
      const message = this.rules.nextMessageTo(this.raft, peer);
      if (message === null) return;
      requireThat(
        sent < maxSends,
        'bounded memory',
        () => `server ${this.id} never stops sending to ${peer}`,
      );
      this.outbox.send(message);
    }
  }

  /** Does what the state asks for. Called after every step. */
  react(): void {
    if (!this.alive) return;
    const { raft } = this;
    if (raft.heard !== this.heard) this.restartElectionTimer();
    this.heard = raft.heard;
    if (this.mustChangeRole()) this.changeRole();
    if (raft.role === 'leader') this.persistAndServeReads();
    if (!this.alive) return;
    this.host.check(this);
    this.applier.react();
  }

  private mustChangeRole(): boolean {
    const { role, currentTerm, heard } = this.raft;
    if (role !== this.active.role) return true;
    if (role === 'follower') return false;
    return currentTerm !== this.active.term || (role !== 'leader' && heard !== this.active.heard);
  }

  private changeRole(): void {
    const { role, currentTerm: term, heard } = this.raft;
    if (this.active.role === 'leader') this.stepDown();
    this.active = { role, term, heard };
    this.epoch += 1;
    if (role === 'pre-candidate' || role === 'candidate') this.requestVotes();
    if (role !== 'leader') return;
    const { heartbeatInterval, electionTimeout } = this.host.schedule.settings;
    this.timer('heartbeat', this.epoch, this.toSimTime(heartbeatInterval));
    this.timer('quorum', this.epoch, this.toSimTime(electionTimeout[1]));
    this.replicate();
  }

  private stepDown(): void {
    this.applier.stepDown();
    this.transferee = null;
    this.restartElectionTimer();
  }

  /** Writes without waiting, and answers the reads that a majority has confirmed. */
  private persistAndServeReads(): void {
    this.outbox.persist();
    if (!this.alive || this.raft.reads.length === 0) return;
    for (const read of this.rules.confirmedReads(this.raft))
      if (read.from === this.id) this.applier.awaitRead(read.readId, read.readIndex);
      else this.outbox.send(this.rules.readReply(this.raft, read));
  }

  private resumeApplying(): void {
    this.applier.resume();
    this.react();
  }

  /** A sync has ended. */
  synced(): void {
    this.outbox.synced();
    this.react();
  }

  private restartElectionTimer(): void {
    this.lastHeard = this.host.now;
    const timeout = this.rules.randomElectionTimeout(this.raft, this.random);
    this.electionDeadline = this.lastHeard + this.toSimTime(timeout);
  }

  /** Converts a duration on this server's clock to virtual time (ms). */
  private toSimTime(ms: number): number {
    return ms * this.rate;
  }

  timer(timer: Timer, epoch: number, delay: number): void {
    this.host.after(delay, { type: 'timer', timer, server: this.id, incarnation: this.incarnation, epoch });
  }
}
