// Pending answers by number: a log index on a leader, a request id elsewhere.

import { Aborted, onAbort, PendingMap } from '@three-ways/raft-cluster';
import type { RaftError } from '@three-ways/raft-core';

export class Waiters<T> {
  private readonly waiters = new PendingMap<PromiseWithResolvers<T>>();

  /** Resolves with the answer under this key. @throws Aborted if the signal fires first */
  add(key: number, signal: AbortSignal | undefined): Promise<T> {
    const waiter = this.put(key, Promise.withResolvers<T>());
    if (signal === undefined) return waiter.promise;
    const abort = () => this.reject(key, new Aborted('the signal fired before the answer came'));
    const registration = onAbort(signal, abort);
    return waiter.promise.finally(() => registration[Symbol.dispose]());
  }

  put(key: number, waiter: PromiseWithResolvers<T>): PromiseWithResolvers<T> {
    this.waiters.set(key, waiter);
    return waiter;
  }

  has(key: number): boolean {
    return this.waiters.has(key);
  }

  /** Answers the waiter under this key, if there still is one. */
  resolve(key: number, answer: T): void {
    this.take(key)?.resolve(answer);
  }

  reject(key: number, error: RaftError): void {
    this.take(key)?.reject(error);
  }

  /** Rejects all waiters, or those whose key meets the condition. */
  rejectAll(error: RaftError, condition: (key: number) => boolean = () => true): void {
    for (const [key] of this.waiters) if (condition(key)) this.reject(key, error);
  }

  private take(key: number): PromiseWithResolvers<T> | undefined {
    const waiter = this.waiters.get(key);
    if (waiter !== undefined) this.waiters.delete(key);
    return waiter;
  }
}
