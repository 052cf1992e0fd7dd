// One Raft server as a thread. Its decisions are in raft-core; this file shows how it waits, communicates and shares: the
// thread runs one function that blocks, its role is the line that `run` has reached, and because it shares no state with any
// other thread, no rule needs a lock. Read it beside packages/raft-async/src/server.ts.

import { isWellFormed, type Message } from '@three-ways/raft-cluster';
import type { RaftState, ServerId, Storage } from '@three-ways/raft-core';
import * as raftCore from '@three-ways/raft-core';
import { StateMachine } from '@three-ways/raft-kv';
import { Clients } from './clients.ts';
import type { Network } from './network.ts';
import { type Arrival, type ControlRequest, isRequest, type Reply, type Request } from './requests.ts';
import type { SharedStatus } from './shared-status.ts';
import type { Timers } from './timers.ts';
import type { Transport } from './transport.ts';

/** Entries applied before receiving messages. */
const applyBatch = 4096;

/** A server's dependencies, from its thread. */
export interface ServerDeps {
  readonly timers: Timers;
  readonly transport: Transport;
  readonly network: Network;
  readonly storage: Storage;
  readonly sharedStatus: SharedStatus;
  readonly random: () => number;
}

export class Server {
  readonly raft: RaftState;
  readonly machine: StateMachine;
  readonly timers: Timers;
  private readonly transport: Transport;
  private readonly network: Network;
  private readonly storage: Storage;
  private readonly sharedStatus: SharedStatus;
  private readonly random: () => number;
  private readonly handleControl: (request: ControlRequest) => void;
  readonly clients: Clients;

  private leadership: raftCore.Term | null = null;
  private electionDeadline = 0;
  private lastHeard = 0;
  private heard = -1;
  private leader: ServerId | null = null;
  /** Newest round of leadership confirmation sent to all members. */
  private askedRound = 0;

  /** @param handleControl handles the cluster's control requests */
  constructor(
    id: ServerId,
    settings: raftCore.Settings,
    around: ServerDeps,
    handleControl: (request: ControlRequest) => void,
  ) {
    this.timers = around.timers;
    this.transport = around.transport;
    this.network = around.network;
    this.storage = around.storage;
    this.sharedStatus = around.sharedStatus;
    this.random = around.random;
    this.handleControl = handleControl;
    this.raft = raftCore.newRaft(id, settings, around.storage.load());
    this.machine = new StateMachine(settings.maxSessions);
    this.clients = new Clients(this, Math.floor(around.random() * 2 ** 32));
  }

  /** Figure 4 as a program: follower, candidate, leader, and again, until the thread is terminated. */
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
    this.electionDeadline = this.lastHeard + raftCore.randomElectionTimeout(this.raft, this.random);
  }

  /** Runs elections, each preceded by PreVote if set, until one is decided (§5.2). */
  private campaign(): void {
    // After TimeoutNow the server is campaigning already.
    if (!raftCore.isCampaigning(this.raft)) raftCore.startElection(this.raft);
    while (raftCore.isCampaigning(this.raft)) {
      for (const peer of raftCore.peersOf(this.raft)) this.askForVote(peer);
      this.react();
      const timeIsUp = this.runElectionTimer(this.timers.now() + this.raft.settings.heartbeatInterval);
      if (timeIsUp) raftCore.startElection(this.raft);
    }
    this.react();
  }

  /** Requests a server's vote until it answers: messages may be lost (§5.5). */
  private askForVote(peer: ServerId): void {
    this.send(raftCore.voteRequestTo(this.raft, peer));
  }

  /** Leads until the server steps down. */
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

  /** All other members, including one that was just added. */
  private replicateToMembers(): void {
    for (const peer of this.raft.progress.keys()) this.replicateTo(peer);
  }

  /** Replicates the log to one follower as fast as its window allows (§5.3). */
  private replicateTo(peer: ServerId): void {
    for (;;) {
      const request = raftCore.nextMessageTo(this.raft, peer);
      if (request === null) return;
      this.send(request);
    }
  }

  /** Sends heartbeats, so that no election starts (§5.2). */
  private sendHeartbeats(): void {
    for (const peer of raftCore.peersOf(this.raft)) this.send(raftCore.heartbeatTo(this.raft, peer));
  }

  /** Writes the leader's log to stable storage in parallel with replication. */
  private writeLog(): void {
    this.persist();
    this.react();
  }

  /** Confirms leadership for all waiting reads by one round of heartbeats (dissertation §6.4). */
  private verifyLeader(): void {
    if (this.raft.reads.length === 0 || this.raft.round === this.askedRound) return;
    this.askedRound = this.raft.round;
    for (const peer of raftCore.peersOf(this.raft)) this.send(raftCore.roundTo(this.raft, peer));
  }

  /** What has arrived together shares a read index. */
  private serveReads(): void {
    this.clients.serveReads();
    this.react();
  }

  /** Steps down if no majority answers within an election timeout (dissertation §6.2). */
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
    this.sharedStatus.publish(this.raft);
    const wakeAt = isBehind ? 0 : Math.min(until, this.timers.next);
    const taken = this.transport.receive(Math.max(0, wakeAt - this.timers.now()), this.arrive);
    this.timers.run();
    this.serveReads();
    return taken;
  }

  /** Applies committed entries in order, and answers their clients (Figure 2, "All Servers"). Returns whether there are more. */
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

  /** Restores a snapshot, from the leader or from storage, before any entries (§7). */
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

  /** Handles a request of the main thread. */
  private serve(request: Request): void {
    if (request.type === 'propose') return this.clients.ask(request);
    if (request.type === 'forget') return this.clients.forget(request.number);
    if (request.type === 'read' || request.type === 'transfer' || request.type === 'change')
      this.clients.ask(request);
    else this.handleControl(request);
    this.react();
  }

  /** Handles a message of another server. */
  private receive(message: Message): void {
    if (!isWellFormed(this.raft, message)) return;
    if (message.type === 'ClientRequest') this.clients.serve(message);
    else if (message.type === 'ClientReply') this.clients.answered(message);
    else {
      this.send(this.handle(message));
      this.react();
    }
  }

  /** A malformed message changes nothing and gets no reply. */
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

  /** Sends a message, unless it is null; first persists the state that it reveals. */
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

  /** Acts on the new state after each step of the rules. Idempotent. */
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

  /** Ends the leadership. Its clients must retry: their commands may or may not survive. */
  private stepDown(): void {
    if (this.leadership === null) return;
    this.clients.deposed(this.leadership);
    this.leadership = null;
    this.restartElectionTimer();
  }
}
