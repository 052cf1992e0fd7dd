// A server's client requests (§8; dissertation chapters 3, 4 and 6): an async function each. Read it beside
// go-reference/goroutines/clients.go.

import {
  type ClientReply,
  type ClientRequest,
  errorOf,
  errorOfRefusal,
  failureOf,
  Unavailable,
  unlessAborted,
} from '@three-ways/raft-cluster';
import type { Answer, Command, LogIndex, PendingRead, RaftState, ServerId } from '@three-ways/raft-core';
import * as raftCore from '@three-ways/raft-core';
import type { Clock, Host } from '@three-ways/raft-in-process';
import type { Refusal } from '@three-ways/raft-kv';
import { Scope } from './scope.ts';
import { sleep } from './sleep.ts';
import { Waiters } from './waiters.ts';
import { Wakeup } from './wakeup.ts';

type LoopHost = Host & { readonly clock: Clock; readonly scope: Scope };

export class Clients {
  private readonly host: LoopHost;
  private readonly raft: RaftState;
  private readonly proposals = new Waiters<Answer>();
  private readonly forwarded = new Waiters<Answer>();
  /** Reads that wait for the next read index, and are answered together. */
  private nextReads = newReads();
  private readonly asked = new Wakeup();
  private readonly reads = new Waiters<void>();
  /** Read indexes that are not applied yet, by read. */
  private readonly unapplied = new Map<number, LogIndex>();
  private readonly transfers = new Waiters<void>();
  private readonly expiry = new raftCore.Expiry();
  private requestId: number;

  /** @param firstRequest random, so that a late reply to an earlier incarnation matches no request of this one */
  constructor(host: LoopHost, firstRequest: number) {
    this.host = host;
    this.raft = host.raft;
    this.requestId = firstRequest;
  }

  /**
   * Resolves with the state machine's answer to the command.
   * @throws NotLeader, Overloaded, SessionExpired, SequenceTooOld, Unavailable, Aborted, Stopped
   */
  propose(command: Command, signal?: AbortSignal): Promise<Answer> {
    if (this.raft.role !== 'leader') return this.forward(command, signal);
    const index = raftCore.propose(this.raft, command);
    this.host.replicate();
    return this.proposals.add(index, signal);
  }

  /** Forwards a client's command to the leader (§8). */
  private forward(command: Command, signal: AbortSignal | undefined): Promise<Answer> {
    const { id: from, leader: to } = this.raft;
    if (to === null) throw new raftCore.NotLeader(from, null);
    const requestId = ++this.requestId;
    const answer = this.forwarded.add(requestId, signal);
    this.host.send({ type: 'ClientRequest', from, to, requestId, command });
    return answer;
  }

  /** Serves a command forwarded by another server. One that does not lead refuses it, and forwards it no further. */
  async serve({ from: to, requestId, command }: ClientRequest): Promise<void> {
    const { id: from, role, leader } = this.raft;
    const reply = { type: 'ClientReply', from, to, requestId } as const;
    try {
      if (role !== 'leader') throw new raftCore.NotLeader(from, leader);
      this.host.send({ ...reply, outcome: { ok: true, answer: await this.propose(command) } });
    } catch (error) {
      if (!(error instanceof raftCore.RaftError)) throw error;
      this.host.send({ ...reply, outcome: failureOf(error) });
    }
  }

  /** Handles the leader's reply to a forwarded command. */
  answered({ requestId, outcome }: ClientReply): void {
    if (outcome.ok) this.forwarded.resolve(requestId, outcome.answer);
    else this.forwarded.reject(requestId, errorOf(outcome));
  }

  /** Answers the client of an applied entry. */
  applied(index: LogIndex, answer: Answer | Refusal): void {
    if (answer === null || typeof answer !== 'object') this.proposals.resolve(index, answer);
    else this.proposals.reject(index, errorOfRefusal(answer));
  }

  /** Ends proposals that a snapshot covers: their answers are unknown. */
  skipped(lastIndex: LogIndex): void {
    const untold = new Unavailable(`server ${this.raft.id} got the outcome without the answer`);
    this.proposals.rejectAll(untold, (index) => index <= lastIndex);
  }

  /**
   * Linearizable, and no entry in the log: resolves with the name under an id (dissertation §6.4).
   * @throws NotLeader, Unavailable, Aborted, Stopped
   */
  async read(id: string, signal?: AbortSignal): Promise<Answer> {
    const { promise } = this.nextReads;
    this.asked.notify();
    await unlessAborted(promise, signal);
    return this.host.machine.get(id);
  }

  /**
   * Asks for one read index after another. Each is for all reads that wait by then; those that begin meanwhile wait for the
   * next.
   */
  async serveReads(signal: AbortSignal): Promise<void> {
    this.asked.notifyAtEndOf(signal);
    for (;;) {
      await this.asked.wait();
      if (signal.aborted) return;
      const readId = ++this.requestId;
      const { promise } = this.reads.put(readId, this.nextReads);
      this.nextReads = newReads();
      await using asking = new Scope(signal);
      asking.spawn((signal) => this.askForReadIndex(readId, signal));
      await promise.catch(() => {});
    }
  }

  /** On a leader, starts the read; elsewhere, requests an index from the leader until it answers: messages may be lost. */
  private async askForReadIndex(readId: number, signal: AbortSignal): Promise<void> {
    const { raft, host } = this;
    if (raft.role === 'leader') {
      raftCore.startRead(raft, raft.id, readId);
      return host.confirmReads();
    }
    while (!signal.aborted) {
      const request = raftCore.readIndexFrom(raft, readId);
      if (request === null) return this.reads.reject(readId, new raftCore.NotLeader(raft.id, null));
      host.send(request);
      await sleep(host.clock, raft.settings.heartbeatInterval, signal);
    }
  }

  /** Leadership is confirmed since the read started. */
  readConfirmed(read: PendingRead): void {
    if (read.from === this.raft.id) this.readOnceApplied(read);
    else this.host.send(raftCore.readReply(this.raft, read));
  }

  readAnswered(reply: raftCore.ReadIndexReply): void {
    if (reply.readIndex > 0) this.readOnceApplied(reply);
    else this.reads.reject(reply.readId, new raftCore.NotLeader(this.raft.id, null));
  }

  private readOnceApplied({ readId, readIndex }: Pick<PendingRead, 'readId' | 'readIndex'>): void {
    const isApplied = readIndex <= this.raft.lastApplied;
    if (!isApplied && this.reads.has(readId)) this.unapplied.set(readId, readIndex);
    else this.unapplied.delete(readId);
    if (isApplied) this.reads.resolve(readId, undefined);
  }

  /** Answers the reads whose index has been applied. */
  answerReads(): void {
    for (const [readId, readIndex] of this.unapplied) this.readOnceApplied({ readId, readIndex });
  }

  /**
   * Hands the leadership over; resolves when the successor leads (dissertation §3.10).
   * @throws TransferRefused, NotLeader, Unavailable, Aborted, Stopped
   */
  async transfer(to: ServerId, signal?: AbortSignal): Promise<void> {
    const { raft, host } = this;
    raftCore.startTransfer(raft, to);
    if (to === raft.id) return;
    host.replicate();
    const tooLate = new Unavailable(`server ${to} did not become leader within an election timeout`);
    const giveUp = () => this.transfers.reject(to, tooLate);
    using _timer = host.clock.after(raft.settings.electionTimeout[1], giveUp);
    try {
      await this.transfers.add(to, signal);
    } finally {
      if (raft.transferee === to) raftCore.abandonTransfer(raft);
    }
  }

  /**
   * Changes the configuration by one server; resolves when that is committed (dissertation, chapter 4).
   * @throws ChangeRefused, NotLeader, Unavailable, Aborted, Stopped
   */
  async change(change: raftCore.ConfigurationChange, signal?: AbortSignal): Promise<void> {
    const index = raftCore.proposeChange(this.raft, change);
    this.host.replicate();
    await this.proposals.add(index, signal);
  }

  /** Rejects requests to the previous leader: their outcome is unknown. */
  leaderChanged(leader: ServerId | null): void {
    const changed = new Unavailable('the leader has changed');
    this.forwarded.rejectAll(changed);
    this.reads.rejectAll(changed);
    this.unapplied.clear();
    if (leader === null) return;
    this.transfers.resolve(leader, undefined);
    this.transfers.rejectAll(new Unavailable(`server ${leader} has become leader instead`));
  }

  /** Rejects the uncommitted proposals of a lost leadership: they may or may not survive. */
  deposed(term: raftCore.Term): void {
    const { id, commitIndex, log } = this.raft;
    const isOpen = (index: LogIndex) => index > commitIndex || !log.matches(index, term);
    this.proposals.rejectAll(new Unavailable(`server ${id} lost its leadership`), isOpen);
  }

  /** Ends overdue requests once per election timeout: messages may be lost, and a leader may lack a majority. */
  async expireRequests(signal: AbortSignal): Promise<void> {
    const { raft, unapplied } = this;
    while (!signal.aborted) {
      await sleep(this.host.clock, raft.settings.electionTimeout[1], signal);
      const overdue = this.expiry.look(raft, this.requestId);
      const noAnswer = new Unavailable('no answer has come for two election timeouts');
      this.proposals.rejectAll(noAnswer, (index) => index <= overdue.proposal);
      this.forwarded.rejectAll(noAnswer, (id) => id <= overdue.request);
      this.reads.rejectAll(noAnswer, (id) => id <= (unapplied.has(id) ? overdue.unapplied : overdue.read));
    }
  }

  /** Rejects all pending requests when the server ends. */
  rejectAll(error: raftCore.RaftError): void {
    for (const waiters of [this.proposals, this.forwarded, this.reads, this.transfers])
      waiters.rejectAll(error);
    this.nextReads.reject(error);
  }
}

function newReads(): PromiseWithResolvers<void> {
  const reads = Promise.withResolvers<void>();
  reads.promise.catch(() => {}); // all readers may have aborted
  return reads;
}
