// One Raft server on the event loop. What it decides is in raft-core; here is how it waits, talks and shares: a server is
// a handful of async functions, its role is the line at which `run` stands, and because nothing else runs between two
// awaits, no rule needs a lock. Read it beside go-reference/goroutines/server.go.

import { isWellFormed, type Message, Stopped } from '@three-ways/raft-cluster';
import type { RaftState, Role, ServerId, Storage } from '@three-ways/raft-core';
import * as raftCore from '@three-ways/raft-core';
import type { Clock, Network, Surroundings } from '@three-ways/raft-in-process';
import { StateMachine } from '@three-ways/raft-kv';
import { Clients } from './clients.ts';
import { ended, Scope } from './scope.ts';
import { nextTurn, sleep } from './sleep.ts';
import { Wakeup } from './wakeup.ts';

/** So many entries are applied in one go; then timers and messages have their turn. */
const applyBatch = 4096;

export class Server {
  readonly raft: RaftState;
  readonly machine: StateMachine;
  readonly clock: Clock;
  private readonly network: Network;
  private readonly storage: Storage;
  private readonly random: () => number;
  readonly clients: Clients;

  /** What runs while the server does; within it, what runs until an election timeout, and for one leadership. */
  readonly life = new Scope();
  private timeout: { readonly scope: Scope; readonly role: Role } | null = null;
  private leadership: { readonly scope: Scope; readonly term: raftCore.Term } | null = null;

  private electionDeadline = 0;
  private lastHeard = 0;
  private heard = -1;
  private leader: ServerId | null = null;
  private readonly committed = new Wakeup();
  private readonly reading = new Wakeup();
  /** On a leader: wakes each follower's replicator, and by the leader's own id the writer of its log. */
  private readonly news = new Map<ServerId, Wakeup>();

  constructor(id: ServerId, settings: raftCore.Settings, { clock, network, storage, random }: Surroundings) {
    this.clock = clock;
    this.network = network;
    this.storage = storage;
    this.random = random;
    this.raft = raftCore.newRaft(id, settings, storage.load());
    this.machine = new StateMachine(settings.maxSessions);
    this.clients = new Clients(this, Math.floor(random() * 2 ** 32));
  }

  get running(): boolean {
    return !this.life.signal.aborted;
  }

  start(): void {
    this.network.attach(this.raft.id, this.receive);
    this.react();
    this.life.spawn((signal) => this.run(signal));
    this.life.spawn((signal) => this.applyCommitted(signal));
    this.life.spawn((signal) => this.clients.expireRequests(signal));
  }

  /** Ends the server, and waits until nothing of it runs any more. */
  async stop(): Promise<void> {
    this.network.attach(this.raft.id, null);
    this.life.end();
    this.clients.rejectAll(new Stopped(`server ${this.raft.id} has stopped`));
    await this.life[Symbol.asyncDispose]();
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
   * Returns when the server has heard nothing for an election timeout (§5.2), and then true; when its role has become
   * another under way; or when the signal fires.
   */
  private async runElectionTimer(around: AbortSignal): Promise<boolean> {
    await using timeout = new Scope(around);
    const { signal } = timeout;
    this.timeout = { scope: timeout, role: this.raft.role };
    const shortest = this.raft.settings.electionTimeout[0]; // a deadline set during the sleep is no nearer
    while (!signal.aborted) {
      await sleep(this.clock, Math.min(this.electionDeadline - this.clock.now(), shortest), signal);
      if (this.clock.now() < this.electionDeadline) continue;
      // After a stall of the process the leader's heartbeats are late as well: one turn to be sent, one to arrive.
      for (let turn = 0; turn < 2; turn++) await nextTurn(this.clock, signal);
      if (this.clock.now() >= this.electionDeadline) break;
    }
    return !signal.aborted;
  }

  private restartElectionTimer(): void {
    this.lastHeard = this.clock.now();
    this.electionDeadline = this.lastHeard + raftCore.randomElectionTimeout(this.raft.settings, this.random);
  }

  /** Asks all others for their votes at once, first whether they would give them; again for as long as nobody wins (§5.2). */
  private async campaign(signal: AbortSignal): Promise<void> {
    if (!raftCore.isCampaigning(this.raft)) raftCore.startElection(this.raft); // it stands already if the leader asked it to
    while (raftCore.isCampaigning(this.raft) && !signal.aborted) {
      await using election = new Scope(signal);
      for (const peer of raftCore.peersOf(this.raft))
        election.spawn((signal) => this.askForVote(peer, signal));
      this.react();
      const timeIsUp = await this.runElectionTimer(signal); // it ends early if the election is decided
      if (timeIsUp) raftCore.startElection(this.raft);
    }
    this.react();
  }

  /** Asks one server until it answers: either message may get lost (§5.5). */
  private async askForVote(peer: ServerId, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const request = raftCore.voteRequestTo(this.raft, peer);
      if (request === null) return;
      this.send(request);
      await sleep(this.clock, this.raft.settings.heartbeatInterval, signal);
    }
  }

  /** Serves as leader until the server steps down. */
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

  /** One replicator for each other member: for those that there are, and for one that has been added. */
  private replicateToMembers(leadership: Scope): void {
    for (const peer of raftCore.peersOf(this.raft))
      if (!this.news.has(peer)) leadership.spawn((signal) => this.replicateTo(peer, signal));
  }

  /** Keeps one follower's log like the leader's: sends what is new as soon as it may (§5.3). */
  private async replicateTo(peer: ServerId, signal: AbortSignal): Promise<void> {
    const news = this.newsFor(peer, signal);
    while (!signal.aborted && this.raft.progress.has(peer)) {
      const request = raftCore.nextMessageTo(this.raft, peer);
      if (request !== null) this.send(request);
      else await news.wait();
    }
    this.news.delete(peer);
  }

  /** Lets all members hear from their leader, so that no election starts (§5.2). */
  private async sendHeartbeats(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(this.clock, this.raft.settings.heartbeatInterval, signal);
      for (const peer of raftCore.peersOf(this.raft)) this.send(raftCore.heartbeatTo(this.raft, peer));
    }
  }

  private newsFor(server: ServerId, signal: AbortSignal): Wakeup {
    const news = new Wakeup();
    this.news.set(server, news);
    news.notifyAtEndOf(signal);
    return news;
  }

  /** Makes the leader's own log stable while its replicators already send it. */
  private async writeLog(signal: AbortSignal): Promise<void> {
    const news = this.newsFor(this.raft.id, signal);
    while (!signal.aborted) {
      this.persist();
      this.react();
      await news.wait();
    }
  }

  /** Asks all members at once, for all reads that wait, whether this server still leads (dissertation §6.4). */
  private async verifyLeader(signal: AbortSignal): Promise<void> {
    this.reading.notifyAtEndOf(signal);
    while (!signal.aborted) {
      for (const peer of this.raft.reads.length > 0 ? raftCore.peersOf(this.raft) : [])
        this.send(raftCore.roundTo(this.raft, peer));
      await this.reading.wait();
    }
  }

  /** Steps down when no majority has answered for an election timeout (dissertation §6.2). */
  private async checkQuorum(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(this.clock, this.raft.settings.electionTimeout[1], signal);
      raftCore.checkQuorum(this.raft);
      this.react();
    }
  }

  /** Applies what is committed, in order, and answers the clients that wait for it (Figure 2, "All Servers"). */
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

  /** A snapshot that the leader sent, or that the storage held, comes before all entries (§7). */
  private restoreSnapshot(): void {
    const snapshot = raftCore.snapshotToRestore(this.raft);
    if (snapshot === null) return;
    this.machine.restore(snapshot.data);
    raftCore.markApplied(this.raft, snapshot.lastIncludedIndex);
    this.clients.skipped(snapshot.lastIncludedIndex);
  }

  /** The leader's log has grown, perhaps by a new configuration: its replicators and its writer have work. */
  replicate(): void {
    if (this.leadership !== null) this.replicateToMembers(this.leadership.scope);
    for (const news of this.news.values()) news.notify();
  }

  /** A read has begun on the leader. */
  confirmReads(): void {
    this.reading.notify();
    this.react();
  }

  /** Called by the network for each message. In an event loop to receive is no task of its own: it is a callback. */
  private readonly receive = (message: Message): void => {
    if (!isWellFormed(this.raft, message)) return;
    if (message.type === 'ClientRequest') void this.clients.serve(message);
    else if (message.type === 'ClientReply') this.clients.answered(message);
    else {
      this.send(this.handle(message));
      if (message.type === 'ReadIndex') this.reading.notify();
      this.react();
      this.news.get(message.from)?.notify();
    }
  };

  /** A message that no server following the rules can have sent changes nothing and gets no answer. */
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

  /** Sends a message, if there is one. Nothing leaves before what it reveals is stable, or from a server that has ended. */
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

  /** After every step of the rules: does what their new state asks for. Doing it twice does nothing. */
  private react(): void {
    const { raft } = this;
    if (raft.heard !== this.heard) this.restartElectionTimer();
    this.heard = raft.heard;
    if (raft.role !== this.timeout?.role) this.timeout?.scope.end();
    if (raft.role !== 'leader') this.stepDown();
    else this.leadership ??= { scope: new Scope(this.life.signal), term: raft.currentTerm };
    if (raft.leader !== this.leader) this.clients.leaderChanged(raft.leader);
    this.leader = raft.leader;
    if (raft.reads.length > 0)
      for (const read of raftCore.confirmedReads(raft)) this.clients.readConfirmed(read);
    if (raft.commitIndex > raft.lastApplied) this.committed.notify();
  }

  /** Ends the leadership. Its clients learn that they must ask again: their commands may or may not survive. */
  private stepDown(): void {
    if (this.leadership === null) return;
    this.leadership.scope.end();
    this.clients.deposed(this.leadership.term);
    this.leadership = null;
    this.restartElectionTimer();
  }
}
