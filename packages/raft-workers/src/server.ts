// One Raft server as a thread. What it decides is in raft-core; here is how it waits, talks and shares: the thread runs one
// function that blocks, its role is the line at which `run` stands, and because it shares no state with any other thread,
// no rule needs a lock. Read it beside packages/raft-async/src/server.ts.

import { isWellFormed, type Message } from '@three-ways/raft-cluster';
import type { RaftState, ServerId, Storage } from '@three-ways/raft-core';
import * as raftCore from '@three-ways/raft-core';
import { StateMachine } from '@three-ways/raft-kv';
import type { Board } from './board.ts';
import { Clients } from './clients.ts';
import type { Network } from './network.ts';
import { type Arrival, isRequest, type Order, type Reply, type Request } from './requests.ts';
import type { Timers } from './timers.ts';
import type { Transport } from './transport.ts';

/** So many entries are applied in one go; then messages have their turn. */
const applyBatch = 4096;

/** What a server is given by its thread. */
export interface Surroundings {
  readonly timers: Timers;
  readonly transport: Transport;
  readonly network: Network;
  readonly storage: Storage;
  readonly board: Board;
  readonly random: () => number;
}

export class Server {
  readonly raft: RaftState;
  readonly machine: StateMachine;
  readonly timers: Timers;
  private readonly transport: Transport;
  private readonly network: Network;
  private readonly storage: Storage;
  private readonly board: Board;
  private readonly random: () => number;
  private readonly obey: (order: Order) => void;
  readonly clients: Clients;

  private leadership: raftCore.Term | null = null;
  private electionDeadline = 0;
  private lastHeard = 0;
  private heard = -1;
  private leader: ServerId | null = null;
  /** The newest question "am I still the leader?" that all members have been asked. */
  private askedRound = 0;

  /** @param obey does what those who watch over the cluster ask for */
  constructor(id: ServerId, settings: raftCore.Settings, around: Surroundings, obey: (order: Order) => void) {
    this.timers = around.timers;
    this.transport = around.transport;
    this.network = around.network;
    this.storage = around.storage;
    this.board = around.board;
    this.random = around.random;
    this.obey = obey;
    this.raft = raftCore.newRaft(id, settings, around.storage.load());
    this.machine = new StateMachine(settings.maxSessions);
    this.clients = new Clients(this, Math.floor(around.random() * 2 ** 32));
  }

  /** Figure 4 as a program: follower, candidate, leader, and again, until the thread is ended. */
  run(): never {
    this.react();
    this.clients.expireRequests();
    for (;;) {
      this.runElectionTimer();
      this.campaign();
      this.lead();
    }
  }

  /**
   * Returns when the server has heard nothing for an election timeout (§5.2), and then true; when its role is another; or
   * at the recess.
   */
  private runElectionTimer(recess = Number.POSITIVE_INFINITY): boolean {
    const { role } = this.raft;
    while (this.raft.role === role && this.timers.now() < recess) {
      const isSilent = this.take(Math.min(this.electionDeadline, recess)) === 0;
      // What has arrived in a stall of the machine comes first: the leader's heartbeat may be among it.
      if (isSilent && this.timers.now() >= this.electionDeadline) return true;
    }
    return false;
  }

  private restartElectionTimer(): void {
    this.lastHeard = this.timers.now();
    this.electionDeadline = this.lastHeard + raftCore.randomElectionTimeout(this.raft.settings, this.random);
  }

  /** Asks all others for their votes at once, first whether they would give them; again for as long as nobody wins (§5.2). */
  private campaign(): void {
    if (!raftCore.isCampaigning(this.raft)) raftCore.startElection(this.raft); // it stands already if the leader asked it to
    while (raftCore.isCampaigning(this.raft)) {
      for (const peer of raftCore.peersOf(this.raft)) this.askForVote(peer);
      this.react();
      const timeIsUp = this.runElectionTimer(this.timers.now() + this.raft.settings.heartbeatInterval);
      if (timeIsUp) raftCore.startElection(this.raft);
    }
    this.react();
  }

  /** Asks one server until it answers: either message may get lost (§5.5). */
  private askForVote(peer: ServerId): void {
    this.send(raftCore.voteRequestTo(this.raft, peer));
  }

  /** Serves as leader until the server steps down. */
  private lead(): void {
    const { heartbeatInterval, electionTimeout } = this.raft.settings;
    let beatAt = this.timers.now() + heartbeatInterval;
    let checkAt = this.timers.now() + electionTimeout[1];
    this.askedRound = 0;
    while (this.leadership !== null) {
      this.replicateToMembers();
      this.writeLog();
      this.verifyLeader();
      this.take(Math.min(beatAt, checkAt));
      const now = this.timers.now();
      if (now >= beatAt) {
        this.sendHeartbeats();
        beatAt = now + heartbeatInterval;
      }
      if (now >= checkAt) {
        this.checkQuorum();
        checkAt = now + electionTimeout[1];
      }
    }
  }

  /** All other members: those that there are, and one that has been added. */
  private replicateToMembers(): void {
    for (const peer of this.raft.progress.keys()) this.replicateTo(peer);
  }

  /** Keeps one follower's log like the leader's: sends what is new as soon as it may (§5.3). */
  private replicateTo(peer: ServerId): void {
    for (;;) {
      const request = raftCore.nextMessageTo(this.raft, peer);
      if (request === null) return;
      this.send(request);
    }
  }

  /** Lets all members hear from their leader, so that no election starts (§5.2). */
  private sendHeartbeats(): void {
    for (const peer of raftCore.peersOf(this.raft)) this.send(raftCore.heartbeatTo(this.raft, peer));
  }

  /** Makes the leader's own log stable while the followers already receive it. */
  private writeLog(): void {
    this.persist();
    this.react();
  }

  /** Asks all members at once, for all reads that have begun, whether this server still leads (dissertation §6.4). */
  private verifyLeader(): void {
    if (this.raft.reads.length === 0 || this.raft.round === this.askedRound) return;
    this.askedRound = this.raft.round;
    for (const peer of raftCore.peersOf(this.raft)) this.send(raftCore.roundTo(this.raft, peer));
  }

  /** Steps down when no majority has answered for an election timeout (dissertation §6.2). */
  private checkQuorum(): void {
    raftCore.checkQuorum(this.raft);
    this.react();
  }

  /**
   * The one place where the thread sleeps: until something arrives, or a time. What it knows by then it has applied and
   * shown; then it takes what there is, and what is due. Returns how much has arrived.
   */
  private take(until: number): number {
    const isBehind = this.applyCommitted();
    this.board.publish(this.raft);
    const wakeAt = isBehind ? 0 : Math.min(until, this.timers.next);
    const taken = this.transport.receive(Math.max(0, wakeAt - this.timers.now()), this.arrive);
    this.timers.run();
    return taken;
  }

  /** Applies what is committed, in order, and answers the clients that wait for it (Figure 2, "All Servers"). Returns whether there is more. */
  private applyCommitted(): boolean {
    const { raft } = this;
    if (raft.commitIndex === raft.lastApplied) return false;
    this.restoreSnapshot();
    let index = raft.lastApplied;
    for (const { command } of raftCore.committedEntries(raft, applyBatch)) {
      index += 1;
      this.clients.applied(index, this.machine.apply(command, index));
    }
    if (index > raft.lastApplied) raftCore.markApplied(raft, index);
    this.clients.answerReads();
    if (raftCore.wantsSnapshot(raft)) raftCore.compact(raft, this.machine.snapshot());
    return raft.commitIndex > raft.lastApplied;
  }

  /** A snapshot that the leader sent, or that the storage held, comes before all entries (§7). */
  private restoreSnapshot(): void {
    const snapshot = raftCore.snapshotToRestore(this.raft);
    if (snapshot === null) return;
    this.machine.restore(snapshot.data);
    raftCore.markApplied(this.raft, snapshot.lastIncludedIndex);
    this.clients.skipped(snapshot.lastIncludedIndex);
  }

  private readonly arrive = (arrival: Arrival): void => {
    if (isRequest(arrival)) this.serve(arrival);
    else if (this.network.admits(arrival)) this.receive(arrival);
  };

  /** What the main thread asks for. */
  private serve(request: Request): void {
    if (request.type === 'propose') return this.clients.ask(request);
    if (request.type === 'forget') return this.clients.forget(request.number);
    if (request.type === 'read' || request.type === 'transfer' || request.type === 'change')
      this.clients.ask(request);
    else this.obey(request);
    this.react();
  }

  /** What another server says. */
  private receive(message: Message): void {
    if (!isWellFormed(this.raft, message)) return;
    if (message.type === 'ClientRequest') this.clients.serve(message);
    else if (message.type === 'ClientReply') this.clients.answered(message);
    else {
      this.send(this.handle(message));
      this.react();
    }
  }

  /** A message that no server following the rules can have sent changes nothing and gets no answer. */
  private handle(message: raftCore.RaftMessage): raftCore.Reply | null {
    const asksForVote = message.type === 'PreVote' || message.type === 'RequestVote';
    if (asksForVote && this.timers.now() > this.lastHeard + this.raft.settings.electionTimeout[0])
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

  /** Sends a message, if there is one. Nothing leaves before what it reveals is stable. */
  send(message: Message | null): void {
    if (message === null) return;
    if (raftCore.mustBeStableBefore(message)) this.persist();
    this.network.send(message);
  }

  answer(number: number, reply: Reply): void {
    this.transport.answer(number, reply);
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
    if (raft.role !== 'leader') this.stepDown();
    else this.leadership ??= raft.currentTerm;
    if (raft.leader !== this.leader) this.clients.leaderChanged(raft.leader);
    this.leader = raft.leader;
    if (raft.reads.length > 0)
      for (const read of raftCore.confirmedReads(raft)) this.clients.readConfirmed(read);
  }

  /** Ends the leadership. Its clients learn that they must ask again: their commands may or may not survive. */
  private stepDown(): void {
    if (this.leadership === null) return;
    this.clients.deposed(this.leadership);
    this.leadership = null;
    this.restartElectionTimer();
  }
}
