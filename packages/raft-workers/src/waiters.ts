// Those who wait for an answer, each under a number of its own: a log index on a leader, a request's number elsewhere. In
// a thread nobody who waits is a promise: it is the request itself, kept until it can be answered.

import type { Answer, ClientRequest, RaftError } from '@three-ways/raft-core';
import { failureOf } from '@three-ways/raft-core';
import type { ClientCall, Reply } from './requests.ts';

/** A client of this server's own, or another server's. */
export type Waiter = ClientCall | ClientRequest;

export class Waiters {
  private readonly waiters = new Map<number, Waiter>();
  private readonly reply: (waiter: Waiter, reply: Reply) => void;

  constructor(reply: (waiter: Waiter, reply: Reply) => void) {
    this.reply = reply;
  }

  add(key: number, waiter: Waiter): void {
    this.waiters.set(key, waiter);
  }

  get(key: number): Waiter | undefined {
    return this.waiters.get(key);
  }

  /** Answers whoever waits under this key, if anybody still does. */
  resolve(key: number, answer: Answer): void {
    const waiter = this.take(key);
    if (waiter !== undefined) this.reply(waiter, { ok: true, answer });
  }

  reject(key: number, error: RaftError): void {
    const waiter = this.take(key);
    if (waiter !== undefined) this.reply(waiter, failureOf(error));
  }

  /** Rejects all, or those whose key meets a condition. */
  rejectAll(error: RaftError, condition: (key: number) => boolean = () => true): void {
    for (const key of this.waiters.keys()) if (condition(key)) this.reject(key, error);
  }

  /** A client has given up. Returns the keys under which it has waited. */
  forget(number: number): number[] {
    const isIts = (waiter: Waiter) => waiter.type !== 'ClientRequest' && waiter.number === number;
    const keys = Array.from(this.waiters).flatMap(([key, waiter]) => (isIts(waiter) ? [key] : []));
    for (const key of keys) this.waiters.delete(key);
    return keys;
  }

  /** Lets whoever waits under this key wait no more. */
  take(key: number): Waiter | undefined {
    const waiter = this.waiters.get(key);
    if (waiter !== undefined) this.waiters.delete(key);
    return waiter;
  }
}
