// One Raft server on the event loop. What it decides is in raft-core; here is how it waits, talks and shares: a server is
// a handful of async functions, its role is the line at which `run` stands, and because nothing else runs between two
// awaits, no rule needs a lock. Read it beside go-reference/goroutines/server.go.

import * as raftCore from '@three-ways/raft-core';
import {
  Aborted,
  type Answer,
  type ClientReply,
  type ClientRequest,
  type Command,
  type LogIndex,
  type Message,
  NotLeader,
  type RaftState,
  type Refusal,
  type Role,
  type ServerId,
  SessionExpired,
  Stopped,
  type Storage,
  Unavailable,
} from '@three-ways/raft-core';
import { type Clock, nextTurn, sleep } from './clock.ts';
import type { Network } from './network.ts';
import { ended, Scope } from './scope.ts';
import { Waiters } from './waiters.ts';
import { Wakeup } from './wakeup.ts';

/** So many entries are applied in one go; then timers and messages have their turn. */
const applyBatch = 4096;

/** What a server is given by its cluster. */
export interface Surroundings {
  readonly clock: Clock;
  readonly network: Network;
  readonly storage: Storage;
  readonly random: () => number;
}

export class Server {
  readonly raft: RaftState;
  readonly machine: raftCore.StateMachine;
  private readonly clock: Clock;
  private readonly network: Network;
  private readonly storage: Storage;
  private readonly random: () => number;

  /** What runs while the server does; within it, what runs for one election and for one leadership. */
  private readonly life = new Scope();
  private election: { readonly scope: Scope; readonly role: Role } | null = null;
  private leadership: Scope | null = null;

  private electionDeadline = 0;
  private lastHeard = 0;
  private heard = -1;
  private leader: ServerId | null = null;
  private readonly committed = new Wakeup();
  /** On a leader: wakes each follower's replicator, and by the leader's own id the writer of its log. */
  private readonly news = new Map<ServerId, Wakeup>();

  private readonly proposals = new Waiters();
  private readonly forwarded = new Waiters();
  private requestId: number;

  constructor(id: ServerId, settings: raftCore.Settings, { clock, network, storage, random }: Surroundings) {
    this.clock = clock;
    this.network = network;
    this.storage = storage;
    this.random = random;
    this.requestId = Math.floor(random() * 2 ** 32); // a late answer to a former life answers nothing of this one
    this.raft = raftCore.newRaft(id, settings, storage.load());
    this.machine = new raftCore.StateMachine(settings.maxSessions);
  }

  get running(): boolean {
    return !this.life.signal.aborted;
  }

  start(): void {
    this.network.attach(this.raft.id, this.receive);
    this.react();
    this.life.spawn((signal) => this.run(signal));
    this.life.spawn((signal) => this.applyCommitted(signal));
  }

  /** Ends the server, and waits until nothing of it runs any more. */
  async stop(): Promise<void> {
    this.network.attach(this.raft.id, null);
    this.life.end();
    const stopped = new Stopped(`server ${this.raft.id} has stopped`);
    this.proposals.rejectAll(stopped);
    this.forwarded.rejectAll(stopped);
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

  /** Returns when the server has heard nothing for an election timeout (§5.2), or when the signal fires. */
  private async runElectionTimer(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(this.clock, this.electionDeadline - this.clock.now(), signal);
      if (this.clock.now() < this.electionDeadline) continue; // it has moved on meanwhile
      // After a stall of the process the leader's heartbeats are late as well: one turn to be sent, one to arrive.
      for (let turn = 0; turn < 2; turn++) await nextTurn(this.clock, signal);
      if (this.clock.now() >= this.electionDeadline) return;
    }
  }

  private restartElectionTimer(): void {
    this.lastHeard = this.clock.now();
    this.electionDeadline = this.lastHeard + raftCore.randomElectionTimeout(this.raft.settings, this.random);
  }

  /** Asks all others for their votes at once, first whether they would give them; again for as long as nobody wins (§5.2). */
  private async campaign(signal: AbortSignal): Promise<void> {
    raftCore.startElection(this.raft);
    while (isStanding(this.raft) && !signal.aborted) {
      await using election = new Scope(signal);
      this.election = { scope: election, role: this.raft.role };
      for (const peer of raftCore.peersOf(this.raft))
        election.spawn((signal) => this.askForVote(peer, signal));
      this.react();
      await this.runElectionTimer(election.signal); // until the time is up, or the election decided
      if (!election.signal.aborted) raftCore.startElection(this.raft);
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
    await using leadership = this.leadership;
    leadership.spawn((signal) => this.writeLog(signal));
    leadership.spawn((signal) => this.checkQuorum(signal));
    for (const peer of raftCore.peersOf(this.raft))
      leadership.spawn((signal) => this.replicateTo(peer, signal));
    await ended(leadership.signal);
  }

  /** Keeps one follower's log like the leader's: sends what is new as soon as it may, and a heartbeat now and then (§5.3). */
  private async replicateTo(peer: ServerId, signal: AbortSignal): Promise<void> {
    const news = this.newsFor(peer, signal);
    using _heartbeat = this.clock.every(this.raft.settings.heartbeatInterval, () => {
      const heartbeat = raftCore.heartbeatTo(this.raft, peer);
      if (heartbeat !== null) this.send(heartbeat);
    });
    while (!signal.aborted) {
      const request = raftCore.nextMessageTo(this.raft, peer);
      if (request !== null) this.send(request);
      else await news.wait();
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
        this.answer(index, this.machine.apply(command, index));
      }
      if (index > raft.lastApplied) raftCore.markApplied(raft, index);
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
  }

  private answer(index: LogIndex, answer: Answer | Refusal): void {
    if (answer === null || typeof answer !== 'object') this.proposals.resolve(index, answer);
    else this.proposals.reject(index, new SessionExpired(`${answer.refused}: open a new session`));
  }

  /** Resolves with the state machine's answer to the command. @throws NotLeader, Unavailable, Aborted, Stopped */
  propose(command: Command, signal?: AbortSignal): Promise<Answer> {
    const { raft } = this;
    if (!this.running) return Promise.reject(new Stopped(`server ${raft.id} is not running`));
    if (signal?.aborted)
      return Promise.reject(new Aborted('the signal had fired before the command was sent'));
    if (raft.role !== 'leader') return this.forward(command, signal);
    let index: LogIndex;
    try {
      index = raftCore.propose(raft, command);
    } catch (error) {
      return Promise.reject(error);
    }
    for (const news of this.news.values()) news.notify();
    return this.proposals.add(index, signal);
  }

  /** Passes a client's command to the leader, and the leader's answer to the client (§8). */
  private forward(command: Command, signal: AbortSignal | undefined): Promise<Answer> {
    const { id: from, leader: to } = this.raft;
    if (to === null) return Promise.reject(new NotLeader(from, null));
    this.requestId += 1;
    const answer = this.forwarded.add(this.requestId, signal);
    this.send({ type: 'ClientRequest', from, to, requestId: this.requestId, command });
    return answer;
  }

  /** Proposes what another server's client asks for. Whoever is not the leader says so, and passes it no further. */
  private async serve({ from, requestId, command }: ClientRequest): Promise<void> {
    const { id, leader } = this.raft;
    const reply = { type: 'ClientReply', from: id, to: from, requestId } as const;
    if (this.raft.role !== 'leader')
      return this.send({ ...reply, outcome: { ok: false, error: 'NotLeader', leader } });
    try {
      const answer = await this.propose(command);
      this.send({ ...reply, outcome: { ok: true, answer } });
    } catch {
      this.send({ ...reply, outcome: { ok: false, error: 'Unavailable', leader: this.raft.leader } });
    }
  }

  private answered({ from, requestId, outcome }: ClientReply): void {
    if (outcome.ok) this.forwarded.resolve(requestId, outcome.answer);
    else if (outcome.error === 'NotLeader')
      this.forwarded.reject(requestId, new NotLeader(from, outcome.leader));
    else this.forwarded.reject(requestId, new Unavailable(`server ${from} lost its leadership under way`));
  }

  /** Called by the network for each message. In an event loop to receive is no task of its own: it is a callback. */
  private readonly receive = (message: Message): void => {
    if (message.type === 'ClientRequest') void this.serve(message);
    else if (message.type === 'ClientReply') this.answered(message);
    else {
      const reply = this.handle(message);
      if (reply !== null) this.send(reply);
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
      return raftCore.receive(this.raft, message);
    } catch (error) {
      if (error instanceof raftCore.MalformedMessage) return null;
      throw error;
    }
  }

  /** Nothing leaves before what it reveals is stable, and nothing leaves a server that has ended. */
  private send(message: Message): void {
    if (!this.running) return;
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
    if (raft.role !== this.election?.role) this.election?.scope.end();
    if (raft.role === 'leader') this.leadership ??= new Scope(this.life.signal);
    else this.stepDown();
    if (raft.leader !== this.leader) this.forwarded.rejectAll(new Unavailable('the leader has changed'));
    this.leader = raft.leader;
    if (raft.commitIndex > raft.lastApplied) this.committed.notify();
  }

  /** Ends the leadership. Its clients learn that they must ask again: their commands may or may not survive. */
  private stepDown(): void {
    if (this.leadership === null) return;
    this.leadership.end();
    this.leadership = null;
    this.proposals.rejectAll(new Unavailable(`server ${this.raft.id} lost its leadership`));
    this.restartElectionTimer();
  }
}

function isStanding({ role }: RaftState): boolean {
  return role === 'pre-candidate' || role === 'candidate';
}
