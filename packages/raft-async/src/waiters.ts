// Those who wait for an answer, each under a number of its own: a log index on a leader, a request's number elsewhere.

import { Aborted, type RaftError } from '@three-ways/raft-core';

interface Waiter<T> {
  readonly resolve: (answer: T) => void;
  readonly reject: (error: RaftError) => void;
}

export class Waiters<T> {
  private readonly waiters = new Map<number, Waiter<T>>();

  /** Waits for the answer that belongs to this key. @throws Aborted when the signal fires first. */
  add(key: number, signal: AbortSignal | undefined): Promise<T> {
    const answer = new Promise<T>((resolve, reject) => this.waiters.set(key, { resolve, reject }));
    return signal === undefined ? answer : this.until(signal, key, answer);
  }

  private until(signal: AbortSignal, key: number, answer: Promise<T>): Promise<T> {
    const abort = () => this.reject(key, new Aborted('the signal fired before the answer came'));
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    return answer.finally(() => signal.removeEventListener('abort', abort));
  }

  /** Answers whoever waits under this key, if anybody still does. */
  resolve(key: number, answer: T): void {
    this.take(key)?.resolve(answer);
  }

  reject(key: number, error: RaftError): void {
    this.take(key)?.reject(error);
  }

  /** Rejects all, or those whose key meets a condition. */
  rejectAll(error: RaftError, condition: (key: number) => boolean = () => true): void {
    for (const key of this.waiters.keys()) if (condition(key)) this.reject(key, error);
  }

  private take(key: number): Waiter<T> | undefined {
    const waiter = this.waiters.get(key);
    if (waiter !== undefined) this.waiters.delete(key);
    return waiter;
  }
}
