// One Raft server as greenlets. Its decisions are in raft-core; this file shows how it waits, communicates and shares: a
// server is a handful of greenlets on one hub, its role is the line that `run` has reached, and because a greenlet runs until
// it waits, and says so by `yield*`, no rule needs a lock. Read it beside packages/raft-async/src/server.ts.

import { Event, type Green, Group, type Hub, Queue, sleep } from '@three-ways/greenlet';
import { isWellFormed, type Message, Stopped } from '@three-ways/raft-cluster';
import type { RaftState, Role, ServerId, Storage } from '@three-ways/raft-core';
import * as raftCore from '@three-ways/raft-core';
import type { Network, ServerDeps } from '@three-ways/raft-in-process';
import { StateMachine } from '@three-ways/raft-kv';
import { Clients } from './clients.ts';

/** Entries applied before yielding to other greenlets. */
const applyBatch = 4096;

export class Server {
  readonly raft: RaftState;
  readonly machine: StateMachine;
  readonly hub: Hub;
  private readonly network: Network;
  private readonly storage: Storage;
  private readonly random: () => number;
  readonly clients: Clients;

  /** All greenlets of the server; among them those of one leadership. */
  private readonly group: Group;
  private leadership: { readonly tasks: Group; readonly term: raftCore.Term } | null = null;
  private readonly inbox: Queue<Message>;

  private electionDeadline = 0;
  private lastHeard = 0;
  private heard = -1;
  private role: Role = 'follower';
  private leader: ServerId | null = null;
  private readonly roleChanged = new Event('another role');
  private readonly committed = new Event('something to apply');
  private readonly reading = new Event('a read to confirm');
  /** On a leader: wakes each follower's replicator, and under its own id the log writer. */
  private readonly wakeups = new Map<ServerId, Event>();
  running = false;

  constructor(hub: Hub, id: ServerId, settings: raftCore.Settings, around: Omit<ServerDeps, 'clock'>) {
    this.hub = hub;
    this.network = around.network;
    this.storage = around.storage;
    this.random = around.random;
    this.raft = raftCore.newRaft(id, settings, around.storage.load());
    this.machine = new StateMachine(settings.maxSessions);
    this.clients = new Clients(this, Math.floor(around.random() * 2 ** 32));
    this.group = new Group(hub);
    this.inbox = new Queue({ name: `the inbox of server ${id}` });
  }

  start(): void {
    this.running = true;
    this.network.attach(this.raft.id, (message) => this.inbox.putNowait(message));
    this.react();
    this.group.spawn(this.run(), 'run');
    this.group.spawn(this.receiveMessages(), 'receiveMessages');
    this.group.spawn(this.applyCommitted(), 'applyCommitted');
    this.group.spawn(this.clients.serveReads(), 'serveReads');
    this.group.spawn(this.clients.expireRequests(), 'expireRequests');
  }

  /** Ends the server, and waits for all its tasks. */
  *stop(): Green<void> {
    this.running = false;
    this.network.attach(this.raft.id, null);
    this.clients.rejectAll(new Stopped(`server ${this.raft.id} has stopped`));
    yield* this.group.kill();
  }

  /** Figure 4 as a program: follower, candidate, leader, and again. */
  private *run(): Green<void> {
    for (;;) {
      yield* this.runElectionTimer();
      yield* this.campaign();
      yield* this.lead();
    }
  }

  /** Returns when the server has heard nothing for an election timeout (§5.2), and then true; or when its role is another. */
  private *runElectionTimer(): Green<boolean> {
    const { role } = this.raft;
    const shortest = this.raft.settings.electionTimeout[0]; // no deadline set meanwhile is earlier
    while (this.raft.role === role) {
      const remaining = this.electionDeadline - this.hub.now();
      if (remaining > 0) {
        yield* this.roleChanged.wait().within(Math.min(remaining, shortest));
        continue;
      }
      // After a stall of the process, heartbeats are late as well: one turn to be sent, one to arrive, one to be read.
      for (let turn = 0; turn < 3; turn++) yield* sleep(0);
      if (this.hub.now() >= this.electionDeadline) return true;
    }
    return false;
  }

  private restartElectionTimer(): void {
    this.lastHeard = this.hub.now();
    this.electionDeadline = this.lastHeard + raftCore.randomElectionTimeout(this.raft, this.random);
  }

  /** Runs elections, each preceded by PreVote if set, until one is decided (§5.2). */
  private *campaign(): Green<void> {
    // After TimeoutNow the server is campaigning already.
    if (!raftCore.isCampaigning(this.raft)) raftCore.startElection(this.raft);
    while (raftCore.isCampaigning(this.raft)) {
      const election = new Group(this.hub);
      for (const peer of raftCore.peersOf(this.raft)) election.spawn(this.askForVote(peer), 'askForVote');
      this.react();
      try {
        // It returns early once the election is decided.
        const timeIsUp = yield* this.runElectionTimer();
        if (timeIsUp) raftCore.startElection(this.raft);
      } finally {
        yield* election.kill();
      }
    }
    this.react();
  }

  /** Requests a server's vote until it answers: messages may be lost (§5.5). */
  private *askForVote(peer: ServerId): Green<void> {
    for (;;) {
      const request = raftCore.voteRequestTo(this.raft, peer);
      if (request === null) return;
      this.send(request);
      yield* sleep(this.raft.settings.heartbeatInterval);
    }
  }

  /** Leads until the server steps down. */
  private *lead(): Green<void> {
    const { leadership } = this;
    if (leadership === null) return;
    const { tasks } = leadership;
    try {
      tasks.spawn(this.writeLog(), 'writeLog');
      tasks.spawn(this.verifyLeader(), 'verifyLeader');
      tasks.spawn(this.checkQuorum(), 'checkQuorum');
      this.replicateToMembers(tasks);
      while (this.leadership === leadership) yield* this.roleChanged.wait();
    } finally {
      yield* tasks.kill();
      this.wakeups.clear();
    }
  }

  /** Starts a replicator for each other member that has none. */
  private replicateToMembers(tasks: Group): void {
    for (const peer of raftCore.peersOf(this.raft))
      if (!this.wakeups.has(peer)) tasks.spawn(this.replicateTo(peer, this.wakeupFor(peer)), 'replicateTo');
  }

  /** Replicates the log to one follower as fast as its window allows, with heartbeats when idle (§5.3). */
  private *replicateTo(peer: ServerId, wakeup: Event): Green<void> {
    const { heartbeatInterval } = this.raft.settings;
    let beatAt = this.hub.now() + heartbeatInterval;
    while (this.raft.progress.has(peer)) {
      const request = raftCore.nextMessageTo(this.raft, peer);
      if (request !== null) this.send(request);
      else if (!(yield* wakeup.wait().within(beatAt - this.hub.now()))) {
        this.send(raftCore.heartbeatTo(this.raft, peer));
        beatAt = this.hub.now() + heartbeatInterval;
      } else wakeup.clear();
    }
    this.wakeups.delete(peer);
  }

  private wakeupFor(server: ServerId): Event {
    const wakeup = new Event(`wakeup for server ${server}`);
    this.wakeups.set(server, wakeup);
    return wakeup;
  }

  /** Writes the leader's log to stable storage in parallel with replication. */
  private *writeLog(): Green<void> {
    const wakeup = this.wakeupFor(this.raft.id);
    for (;;) {
      this.persist();
      this.react();
      yield* wakeup.wait();
      wakeup.clear();
    }
  }

  /** Confirms leadership for all waiting reads by one round of heartbeats (dissertation §6.4). */
  private *verifyLeader(): Green<void> {
    for (;;) {
      yield* this.reading.wait();
      this.reading.clear();
      if (this.raft.reads.length > 0)
        for (const peer of raftCore.peersOf(this.raft)) this.send(raftCore.roundTo(this.raft, peer));
    }
  }

  /** Steps down if no majority answers within an election timeout (dissertation §6.2). */
  private *checkQuorum(): Green<void> {
    for (;;) {
      yield* sleep(this.raft.settings.electionTimeout[1]);
      raftCore.checkQuorum(this.raft);
      this.react();
    }
  }

  /** Applies committed entries in order, and answers their clients (Figure 2, "All Servers"). */
  private *applyCommitted(): Green<void> {
    const { raft, committed } = this;
    for (;;) {
      yield* committed.wait();
      committed.clear();
      this.restoreSnapshot();
      let index = raft.lastApplied;
      for (const { command } of raftCore.committedEntries(raft, applyBatch)) {
        index += 1;
        this.clients.applied(index, this.machine.apply(command, index));
      }
      if (index > raft.lastApplied) raftCore.markApplied(raft, index);
      this.clients.answerReads();
      if (raftCore.wantsSnapshot(raft)) raftCore.compact(raft, this.machine.snapshot());
      if (raft.commitIndex === raft.lastApplied) continue;
      committed.set();
      yield* sleep(0);
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
    if (this.leadership !== null) this.replicateToMembers(this.leadership.tasks);
    for (const wakeup of this.wakeups.values()) wakeup.set();
  }

  /** A read has started on the leader. */
  confirmReads(): void {
    this.reading.set();
    this.react();
  }

  /** Handles incoming messages one by one. */
  private *receiveMessages(): Green<void> {
    for (;;) this.receive(yield* this.inbox.get());
  }

  private receive(message: Message): void {
    if (!isWellFormed(this.raft, message)) return;
    if (message.type === 'ClientRequest') this.group.spawn(this.clients.serve(message), 'serve');
    else if (message.type === 'ClientReply') this.clients.answered(message);
    else {
      this.send(this.handle(message));
      if (message.type === 'ReadIndex') this.reading.set();
      this.react();
      this.wakeups.get(message.from)?.set();
    }
  }

  /** A malformed message changes nothing and gets no reply. */
  private handle(message: raftCore.RaftMessage): raftCore.Reply | null {
    const asksForVote = message.type === 'PreVote' || message.type === 'RequestVote';
    if (asksForVote && this.hub.now() > this.lastHeard + this.raft.settings.electionTimeout[0])
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
    if (raft.role !== this.role) pulse(this.roleChanged);
    this.role = raft.role;
    if (raft.role !== 'leader') this.stepDown();
    else this.leadership ??= { tasks: new Group(this.hub), term: raft.currentTerm };
    if (raft.leader !== this.leader) this.clients.leaderChanged(raft.leader);
    this.leader = raft.leader;
    if (raft.reads.length > 0)
      for (const read of raftCore.confirmedReads(raft)) this.clients.readConfirmed(read);
    if (raft.commitIndex > raft.lastApplied) this.committed.set();
  }

  /** Ends the leadership. Its clients must retry: their commands may or may not survive. */
  private stepDown(): void {
    if (this.leadership === null) return;
    this.clients.deposed(this.leadership.term);
    this.leadership = null;
    this.restartElectionTimer();
  }
}

/** Wakes all current waiters. */
function pulse(event: Event): void {
  event.set();
  event.clear();
}
