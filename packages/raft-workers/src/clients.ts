// A server's client requests (§8; dissertation chapters 3, 4 and 6): clients live in another thread, so each request is a
// numbered message, and so is its answer. Read it beside packages/raft-async/src/clients.ts.

import * as raftCluster from '@three-ways/raft-cluster';
import {
  type ClientReply,
  type ClientRequest,
  errorOfRefusal,
  type Failure,
  Unavailable,
} from '@three-ways/raft-cluster';
import type { Answer, Command, LogIndex, PendingRead, RaftState, ServerId } from '@three-ways/raft-core';
import * as raftCore from '@three-ways/raft-core';
import type { Refusal } from '@three-ways/raft-kv';
import type { Host } from './host.ts';
import type { ClientCall, Reply } from './requests.ts';
import { type ReadCall, type Reads, type Waiter, Waiters } from './waiters.ts';

export class Clients {
  private readonly host: Host;
  private readonly raft: RaftState;
  private readonly proposals: Waiters;
  private readonly forwarded: Waiters;
  /** Reads that wait for the next read index, by the number of the call. */
  private nextReads = new Map<number, ReadCall>();
  /** The newest read index that was asked for. */
  private readId = 0;
  private readonly reads: Waiters;
  /** Read indexes that are not applied yet, by read. */
  private readonly unapplied = new Map<number, LogIndex>();
  private readonly transfers: Waiters;
  private readonly expiry = new raftCore.Expiry();
  private requestId: number;

  /** @param firstRequest random, so that a late reply to an earlier incarnation matches no request of this one */
  constructor(host: Host, firstRequest: number) {
    this.host = host;
    this.raft = host.raft;
    this.requestId = firstRequest;
    const waiters = () => new Waiters((waiter, reply) => this.reply(waiter, reply));
    [this.proposals, this.forwarded, this.reads, this.transfers] = [
      waiters(),
      waiters(),
      waiters(),
      waiters(),
    ];
  }

  /** Starts a request; an error thrown is its answer. */
  ask(call: ClientCall): void {
    try {
      if (call.type === 'propose') this.propose(call.command, call);
      else if (call.type === 'read') this.read(call);
      else if (call.type === 'transfer') this.transfer(call.to, call);
      else this.change(call.change, call);
    } catch (error) {
      this.reply(call, failureOf(error));
    }
  }

  /** Answered with the state machine's answer to the command. @throws NotLeader, Overloaded */
  private propose(command: Command, waiter: Waiter): void {
    if (this.raft.role !== 'leader') return this.forward(command, waiter);
    this.proposals.add(raftCore.propose(this.raft, command), waiter);
  }

  /** Forwards a client's command to the leader (§8). */
  private forward(command: Command, waiter: Waiter): void {
    const { id: from, leader: to } = this.raft;
    if (to === null) throw new raftCore.NotLeader(from, null);
    const requestId = ++this.requestId;
    this.forwarded.add(requestId, waiter);
    this.host.send({ type: 'ClientRequest', from, to, requestId, command });
  }

  /** Serves a command forwarded by another server. One that does not lead refuses it, and forwards it no further. */
  serve(request: ClientRequest): void {
    const { id, role, leader } = this.raft;
    try {
      if (role !== 'leader') throw new raftCore.NotLeader(id, leader);
      this.propose(request.command, request);
    } catch (error) {
      this.reply(request, failureOf(error));
    }
  }

  private reply(waiter: Waiter, reply: Reply): void {
    if (waiter.type === 'reads') return this.replyToReads(waiter, reply);
    if (waiter.type !== 'ClientRequest') return this.host.answer(waiter.number, reply);
    const { from: to, requestId } = waiter;
    const outcome = reply as ClientReply['outcome'];
    this.host.send({ type: 'ClientReply', from: this.raft.id, to, requestId, outcome });
  }

  /** Answers all reads of a read index, from the state machine or with their error. */
  private replyToReads({ calls }: Reads, reply: Reply): void {
    for (const call of calls.values())
      this.reply(call, reply.ok ? { ok: true, answer: this.host.machine.get(call.id) } : reply);
  }

  /** Handles the leader's reply to a forwarded command. */
  answered({ requestId, outcome }: ClientReply): void {
    const waiter = this.forwarded.take(requestId);
    if (waiter !== undefined) this.reply(waiter, outcome);
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

  /** Answered with the name under an id: at once, or linearizably, and no entry in the log (dissertation §6.4). */
  private read(call: ReadCall): void {
    if (call.consistency === 'stale')
      return this.reply(call, { ok: true, answer: this.host.machine.get(call.id) });
    this.nextReads.set(call.number, call);
  }

  /**
   * Asks for one read index after another. Each is for all reads that wait by then; those that begin meanwhile wait for the
   * next.
   */
  serveReads(): void {
    if (this.nextReads.size === 0 || this.reads.get(this.readId) !== undefined) return;
    this.readId = ++this.requestId;
    this.reads.add(this.readId, { type: 'reads', calls: this.nextReads });
    this.nextReads = new Map();
    this.askForReadIndex(this.readId);
  }

  /** On a leader, starts the read; elsewhere, requests an index from the leader until it answers: messages may be lost. */
  private askForReadIndex(readId: number): void {
    const { raft, host } = this;
    if (this.reads.get(readId) === undefined) return; // answered meanwhile
    if (raft.role === 'leader') return raftCore.startRead(raft, raft.id, readId);
    const request = raftCore.readIndexFrom(raft, readId);
    if (request === null) return this.reads.reject(readId, new raftCore.NotLeader(raft.id, null));
    host.send(request);
    host.timers.after(raft.settings.heartbeatInterval, () => this.askForReadIndex(readId));
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
    if (!isApplied && this.reads.get(readId) !== undefined) this.unapplied.set(readId, readIndex);
    else this.unapplied.delete(readId);
    if (isApplied) this.reads.resolve(readId, null);
  }

  /** Answers the reads whose index has been applied. */
  answerReads(): void {
    for (const [readId, readIndex] of this.unapplied) this.readOnceApplied({ readId, readIndex });
  }

  /** Hands the leadership over; answered when the successor leads (dissertation §3.10). @throws TransferRefused, NotLeader */
  private transfer(to: ServerId, waiter: Waiter): void {
    const { raft, host } = this;
    raftCore.startTransfer(raft, to);
    if (to === raft.id) return this.reply(waiter, { ok: true, answer: null });
    this.transfers.add(to, waiter);
    host.timers.after(raft.settings.electionTimeout[1], () => {
      if (this.transfers.get(to) !== waiter) return;
      if (raft.transferee === to) raftCore.abandonTransfer(raft);
      const tooLate = `server ${to} did not become leader within an election timeout`;
      this.transfers.reject(to, new Unavailable(tooLate));
    });
  }

  /**
   * Changes the configuration by one server; answered when that is committed (dissertation, chapter 4).
   * @throws ChangeRefused, NotLeader
   */
  private change(change: raftCore.ConfigurationChange, waiter: Waiter): void {
    this.proposals.add(raftCore.proposeChange(this.raft, change), waiter);
  }

  /** Rejects requests to the previous leader: their outcome is unknown. */
  leaderChanged(leader: ServerId | null): void {
    const changed = new Unavailable('the leader has changed');
    this.forwarded.rejectAll(changed);
    this.reads.rejectAll(changed);
    this.unapplied.clear();
    if (leader === null) return;
    this.transfers.resolve(leader, null);
    this.transfers.rejectAll(new Unavailable(`server ${leader} has become leader instead`));
  }

  /** Rejects the uncommitted proposals of a lost leadership: they may or may not survive. */
  deposed(term: raftCore.Term): void {
    const { id, commitIndex, log } = this.raft;
    const isOpen = (index: LogIndex) => index > commitIndex || !log.matches(index, term);
    this.proposals.rejectAll(new Unavailable(`server ${id} lost its leadership`), isOpen);
  }

  /** Ends overdue requests once per election timeout: messages may be lost, and a leader may lack a majority. */
  expireRequests(): void {
    const { raft, host, unapplied } = this;
    const overdue = this.expiry.look(raft, this.requestId);
    const noAnswer = new Unavailable('no answer has come for two election timeouts');
    this.proposals.rejectAll(noAnswer, (index) => index <= overdue.proposal);
    this.forwarded.rejectAll(noAnswer, (id) => id <= overdue.request);
    this.reads.rejectAll(noAnswer, (id) => id <= (unapplied.has(id) ? overdue.unapplied : overdue.read));
    for (const id of unapplied.keys()) if (this.reads.get(id) === undefined) unapplied.delete(id);
    host.timers.after(raft.settings.electionTimeout[1], () => this.expireRequests());
  }

  /** Drops an aborted request. */
  forget(number: number): void {
    for (const waiters of [this.proposals, this.forwarded]) waiters.forget(number);
    this.nextReads.delete(number);
    const asked = this.reads.get(this.readId);
    if (asked?.type === 'reads') asked.calls.delete(number);
    const to = this.transfers.forget(number);
    if (to !== undefined && this.raft.transferee === to) raftCore.abandonTransfer(this.raft);
  }

  /** Rejects all pending requests when the server ends. */
  rejectAll(error: raftCore.RaftError): void {
    for (const waiters of [this.proposals, this.forwarded, this.reads, this.transfers])
      waiters.rejectAll(error);
    this.replyToReads({ type: 'reads', calls: this.nextReads }, failureOf(error));
  }
}

/** Serializes an error for a client. One that is not a RaftError is a bug and ends the server. */
function failureOf(error: unknown): Failure {
  if (error instanceof raftCore.RaftError) return raftCluster.failureOf(error);
  throw error;
}
