// One Raft server on the event loop. Its decisions are in raft-core; this file shows how it waits, communicates and shares: a
// server is a handful of async functions, its role is the line that `run` has reached, and because nothing else runs between
// two awaits, no rule needs a lock. Read it beside go-reference/goroutines/server.go.

import { isWellFormed, type Message, Stopped } from '@three-ways/raft-cluster';
import type { RaftState, Role, ServerId, Storage } from '@three-ways/raft-core';
import * as raftCore from '@three-ways/raft-core';
import type { Clock, Network, ServerDeps } from '@three-ways/raft-in-process';
import { StateMachine } from '@three-ways/raft-kv';
import { Clients } from './clients.ts';
import { ended, Scope } from './scope.ts';
import { nextTurn, sleep } from './sleep.ts';
import { Wakeup } from './wakeup.ts';

/** Entries applied before yielding to timers and messages. */
const applyBatch = 4096;

export class Server {
  readonly raft: RaftState;
  readonly machine: StateMachine;
  readonly clock: Clock;
  private readonly network: Network;
  private readonly storage: Storage;
  private readonly random: () => number;
  readonly clients: Clients;

  /** Scopes of the server, and within it of an election timeout and of a leadership. */
  readonly scope = new Scope();
  private timeout: { readonly scope: Scope; readonly role: Role } | null = null;
  private leadership: { readonly scope: Scope; readonly term: raftCore.Term } | null = null;

  private electionDeadline = 0;
  private lastHeard = 0;
  private heard = -1;
  private leader: ServerId | null = null;
  private readonly committed = new Wakeup();
  private readonly reading = new Wakeup();
  /** On a leader: wakes each follower's replicator, and under its own id the log writer. */
  private readonly wakeups = new Map<ServerId, Wakeup>();

  constructor(id: ServerId, settings: raftCore.Settings, { clock, network, storage, random }: ServerDeps) {
    this.clock = clock;
    this.network = network;
    this.storage = storage;
    this.random = random;
    this.raft = raftCore.newRaft(id, settings, storage.load());
    this.machine = new StateMachine(settings.maxSessions);
    this.clients = new Clients(this, Math.floor(random() * 2 ** 32));
  }

  get running(): boolean {
    return !this.scope.signal.aborted;
  }

  start(): void {
    this.network.attach(this.raft.id, this.receive);
    this.react();
    this.scope.spawn((signal) => this.run(signal));
    this.scope.spawn((signal) => this.applyCommitted(signal));
    this.scope.spawn((signal) => this.clients.serveReads(signal));
    this.scope.spawn((signal) => this.clients.expireRequests(signal));
  }

  /** Ends the server, and waits for all its tasks. */
  async stop(): Promise<void> {
    this.network.attach(this.raft.id, null);
    this.scope.end();
    this.clients.rejectAll(new Stopped(`server ${this.raft.id} has stopped`));
    await this.scope[Symbol.asyncDispose]();
  }

  /** Figure 4 as a program: follower, candidate, leader, and again. */
  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.runElectionTimer(signal);
      if (!signal.aborted) await this.campaign(signal);
      await this.lead();
    }
  }

  /**
   * Returns true once an election timeout has elapsed (§5.2); false when the role changes or the signal fires first.
   */
  private async runElectionTimer(around: AbortSignal): Promise<boolean> {
    await using timeout = new Scope(around);
    const { signal } = timeout;
    this.timeout = { scope: timeout, role: this.raft.role };
    const shortest = this.raft.settings.electionTimeout[0]; // no deadline set meanwhile is earlier
    while (!signal.aborted) {
      await sleep(this.clock, Math.min(this.electionDeadline - this.clock.now(), shortest), signal);
      if (this.clock.now() < this.electionDeadline) continue;
      // After a stall of the process, heartbeats are late as well: one turn to be sent, one to arrive.
      for (let turn = 0; turn < 2; turn++) await nextTurn(this.clock, signal);
      if (this.clock.now() >= this.electionDeadline) break;
    }
    return !signal.aborted;
  }

  private restartElectionTimer(): void {
    this.lastHeard = this.clock.now();
    this.electionDeadline = this.lastHeard + raftCore.randomElectionTimeout(this.raft, this.random);
  }

  /** Runs elections, each preceded by PreVote if set, until one is decided (§5.2). */
  private async campaign(signal: AbortSignal): Promise<void> {
    // After TimeoutNow the server is campaigning already.
    if (!raftCore.isCampaigning(this.raft)) raftCore.startElection(this.raft);
    while (raftCore.isCampaigning(this.raft) && !signal.aborted) {
      await using election = new Scope(signal);
      for (const peer of raftCore.peersOf(this.raft))
        election.spawn((signal) => this.askForVote(peer, signal));
      this.react();
      // It returns early once the election is decided.
      const timeIsUp = await this.runElectionTimer(signal);
      if (timeIsUp) raftCore.startElection(this.raft);
    }
    this.react();
  }

  /** Requests a server's vote until it answers: messages may be lost (§5.5). */
  private async askForVote(peer: ServerId, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const request = raftCore.voteRequestTo(this.raft, peer);
      if (request === null) return;
      this.send(request);
      await sleep(this.clock, this.raft.settings.heartbeatInterval, signal);
    }
  }

  /** Leads until the server steps down. */
  private async lead(): Promise<void> {
    if (this.leadership === null) return;
    await using leadership = this.leadership.scope;
    leadership.spawn((signal) => this.writeLog(signal));
    leadership.spawn((signal) => this.checkQuorum(signal));
    leadership.spawn((signal) => this.verifyLeader(signal));
    leadership.spawn((signal) => this.sendHeartbeats(signal));
    this.replicateToMembers(leadership);
    await ended(leadership.signal);
  }

  /** Starts a replicator for each other member that has none. */
  private replicateToMembers(leadership: Scope): void {
    for (const peer of raftCore.peersOf(this.raft))
      if (!this.wakeups.has(peer)) leadership.spawn((signal) => this.replicateTo(peer, signal));
  }

  /** Replicates the log to one follower as fast as its window allows (§5.3). */
  private async replicateTo(peer: ServerId, signal: AbortSignal): Promise<void> {
    const wakeup = this.wakeupFor(peer, signal);
    while (!signal.aborted && this.raft.progress.has(peer)) {
      const request = raftCore.nextMessageTo(this.raft, peer);
      if (request !== null) this.send(request);
      else await wakeup.wait();
    }
    this.wakeups.delete(peer);
  }

  /** Sends heartbeats, so that no election starts (§5.2). */
  private async sendHeartbeats(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(this.clock, this.raft.settings.heartbeatInterval, signal);
      for (const peer of raftCore.peersOf(this.raft)) this.send(raftCore.heartbeatTo(this.raft, peer));
    }
  }

  private wakeupFor(server: ServerId, signal: AbortSignal): Wakeup {
    const wakeup = new Wakeup();
    this.wakeups.set(server, wakeup);
    wakeup.notifyAtEndOf(signal);
    return wakeup;
  }

  /** Writes the leader's log to stable storage in parallel with replication. */
  private async writeLog(signal: AbortSignal): Promise<void> {
    const wakeup = this.wakeupFor(this.raft.id, signal);
    while (!signal.aborted) {
      this.persist();
      this.react();
      await wakeup.wait();
    }
  }

  /** Confirms leadership for all waiting reads by one round of heartbeats (dissertation §6.4). */
  private async verifyLeader(signal: AbortSignal): Promise<void> {
    this.reading.notifyAtEndOf(signal);
    while (!signal.aborted) {
      for (const peer of this.raft.reads.length > 0 ? raftCore.peersOf(this.raft) : [])
        this.send(raftCore.roundTo(this.raft, peer));
      await this.reading.wait();
    }
  }

  /** Steps down if no majority answers within an election timeout (dissertation §6.2). */
  private async checkQuorum(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(this.clock, this.raft.settings.electionTimeout[1], signal);
      raftCore.checkQuorum(this.raft);
      this.react();
    }
  }

  /** Applies committed entries in order, and answers their clients (Figure 2, "All Servers"). */
  private async applyCommitted(signal: AbortSignal): Promise<void> {
    const { raft, committed } = this;
    committed.notifyAtEndOf(signal);
    while (!signal.aborted) {
      this.restoreSnapshot();
      let index = raft.lastApplied;
      for (const { command } of raftCore.committedEntries(raft, applyBatch)) {
        index += 1;
        this.clients.applied(index, this.machine.apply(command, index));
      }
      if (index > raft.lastApplied) raftCore.markApplied(raft, index);
      this.clients.answerReads();
      if (raftCore.wantsSnapshot(raft)) raftCore.compact(raft, this.machine.snapshot());
      if (raft.commitIndex > raft.lastApplied) await nextTurn(this.clock, signal);
      else await committed.wait();
    }
  }

  /** Restores a snapshot, from the leader or from storage, before any entries (§7). */
  private restoreSnapshot(): void {
    const snapshot = raftCore.snapshotToRestore(this.raft);
    if (snapshot === null) return;
    this.machine.restore(snapshot.data);
    raftCore.markApplied(this.raft, snapshot.lastIncludedIndex);
    this.clients.skipped(snapshot.lastIncludedIndex);
  }

  /** The leader's log has grown: wakes its replicators and the log writer. */
  replicate(): void {
    if (this.leadership !== null) this.replicateToMembers(this.leadership.scope);
    for (const wakeup of this.wakeups.values()) wakeup.notify();
  }

  /** A read has started on the leader. */
  confirmReads(): void {
    this.reading.notify();
    this.react();
  }

  /** Called by the network for each message: in an event loop, receiving is a callback, not a task. */
  private readonly receive = (message: Message): void => {
    if (!isWellFormed(this.raft, message)) return;
    if (message.type === 'ClientRequest') void this.clients.serve(message);
    else if (message.type === 'ClientReply') this.clients.answered(message);
    else {
      this.send(this.handle(message));
      if (message.type === 'ReadIndex') this.reading.notify();
      this.react();
      this.wakeups.get(message.from)?.notify();
    }
  };

  /** A malformed message changes nothing and gets no reply. */
  private handle(message: raftCore.RaftMessage): raftCore.Reply | null {
    const asksForVote = message.type === 'PreVote' || message.type === 'RequestVote';
    if (asksForVote && this.clock.now() > this.lastHeard + this.raft.settings.electionTimeout[0])
      raftCore.leaderIsSilent(this.raft);
    try {
      const reply = raftCore.receive(this.raft, message);
      if (message.type === 'ReadIndexReply') this.clients.readAnswered(message);
      return reply;
    } catch (error) {
      if (error instanceof raftCore.MalformedMessage) return null;
      throw error;
    }
  }

  /** Sends a message, unless it is null or the server has ended; first persists the state that it reveals. */
  send(message: Message | null): void {
    if (message === null || !this.running) return;
    if (raftCore.mustBeStableBefore(message)) this.persist();
    this.network.send(message);
  }

  private persist(): void {
    const unstable = raftCore.unstableState(this.raft);
    if (unstable === null) return;
    this.storage.write(unstable);
    this.storage.sync();
    raftCore.markStable(this.raft, unstable);
  }

  /** Acts on the new state after each step of the rules. Idempotent. */
  private react(): void {
    const { raft } = this;
    if (raft.heard !== this.heard) this.restartElectionTimer();
    this.heard = raft.heard;
    if (raft.role !== this.timeout?.role) this.timeout?.scope.end();
    if (raft.role !== 'leader') this.stepDown();
    else this.leadership ??= { scope: new Scope(this.scope.signal), term: raft.currentTerm };
    if (raft.leader !== this.leader) this.clients.leaderChanged(raft.leader);
    this.leader = raft.leader;
    if (raft.reads.length > 0)
      for (const read of raftCore.confirmedReads(raft)) this.clients.readConfirmed(read);
    if (raft.commitIndex > raft.lastApplied) this.committed.notify();
  }

  /** Ends the leadership. Its clients must retry: their commands may or may not survive. */
  private stepDown(): void {
    if (this.leadership === null) return;
    this.leadership.scope.end();
    this.clients.deposed(this.leadership.term);
    this.leadership = null;
    this.restartElectionTimer();
  }
}
