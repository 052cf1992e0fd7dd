// Those who wait for an answer, each under a number of its own: a log index on a leader, a request's number elsewhere. In
// a thread nobody who waits is a promise: it is the request itself, kept until it can be answered.

import { type ClientRequest, failureOf } from '@three-ways/raft-cluster';
import type { Answer, RaftError } from '@three-ways/raft-core';
import type { ClientCall, Reply } from './requests.ts';

/** A client of this server's own, or another server's. */
export type Waiter = ClientCall | ClientRequest;

export class Waiters {
  private readonly waiters = new Map<number, Waiter>();
  /** Under which key a client of this server's own waits, by the number of its call. */
  private readonly keys = new Map<number, number>();
  private readonly reply: (waiter: Waiter, reply: Reply) => void;

  constructor(reply: (waiter: Waiter, reply: Reply) => void) {
    this.reply = reply;
  }

  add(key: number, waiter: Waiter): void {
    this.waiters.set(key, waiter);
    if (waiter.type !== 'ClientRequest') this.keys.set(waiter.number, key);
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

  /** A client has given up. Returns the key under which it has waited, if it has. */
  forget(number: number): number | undefined {
    const key = this.keys.get(number);
    if (key !== undefined) this.take(key);
    return key;
  }

  /** Lets whoever waits under this key wait no more. */
  take(key: number): Waiter | undefined {
    const waiter = this.waiters.get(key);
    if (waiter === undefined) return undefined;
    this.waiters.delete(key);
    if (waiter.type !== 'ClientRequest') this.keys.delete(waiter.number);
    return waiter;
  }
}
