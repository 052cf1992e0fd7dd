// Pending requests by number: a log index on a leader, a request id elsewhere. In a thread a waiter is not a promise but the
// request itself, kept until it is answered.

import { type ClientRequest, failureOf, PendingMap } from '@three-ways/raft-cluster';
import type { Answer, RaftError } from '@three-ways/raft-core';
import type { ClientCall, Reply } from './requests.ts';

export type ReadCall = Extract<ClientCall, { readonly type: 'read' }>;

/** Linearizable reads that share a read index, by the number of the call. */
export interface Reads {
  readonly type: 'reads';
  readonly calls: Map<number, ReadCall>;
}

/** A request of this server's client, or of another server, or many reads. */
export type Waiter = ClientCall | ClientRequest | Reads;

export class Waiters {
  private readonly waiters = new PendingMap<Waiter>();
  /** Keys of this server's own clients, by call number. */
  private readonly keys = new PendingMap<number>();
  private readonly reply: (waiter: Waiter, reply: Reply) => void;

  constructor(reply: (waiter: Waiter, reply: Reply) => void) {
    this.reply = reply;
  }

  add(key: number, waiter: Waiter): void {
    this.waiters.set(key, waiter);
    if ('number' in waiter) this.keys.set(waiter.number, key);
  }

  get(key: number): Waiter | undefined {
    return this.waiters.get(key);
  }

  /** Answers the waiter under this key, if there still is one. */
  resolve(key: number, answer: Answer): void {
    const waiter = this.take(key);
    if (waiter !== undefined) this.reply(waiter, { ok: true, answer });
  }

  reject(key: number, error: RaftError): void {
    const waiter = this.take(key);
    if (waiter !== undefined) this.reply(waiter, failureOf(error));
  }

  /** Rejects all waiters, or those whose key meets the condition. */
  rejectAll(error: RaftError, condition: (key: number) => boolean = () => true): void {
    for (const [key] of this.waiters) if (condition(key)) this.reject(key, error);
  }

  /** Removes an aborted call. Returns its key, if it was waiting. */
  forget(number: number): number | undefined {
    const key = this.keys.get(number);
    if (key !== undefined) this.take(key);
    return key;
  }

  /** Removes the waiter under this key, and returns it. */
  take(key: number): Waiter | undefined {
    const waiter = this.waiters.get(key);
    if (waiter === undefined) return undefined;
    this.waiters.delete(key);
    if ('number' in waiter) this.keys.delete(waiter.number);
    return waiter;
  }
}
