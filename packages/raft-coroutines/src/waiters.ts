// Pending answers by number: a log index on a leader, a request id elsewhere.

import { AsyncResult } from '@three-ways/greenlet';
import { Aborted } from '@three-ways/raft-cluster';
import type { RaftError } from '@three-ways/raft-core';

export class Waiters<T> {
  private readonly waiters = new Map<number, AsyncResult<T>>();
  private readonly keys = new WeakMap<AsyncResult<T>, number>();

  /** The pending answer under this key. */
  add(key: number): AsyncResult<T> {
    const answer = new AsyncResult<T>();
    this.waiters.set(key, answer);
    this.keys.set(answer, key);
    return answer;
  }

  /** The client has given up. */
  abandon(answer: AsyncResult<T>): void {
    const key = this.keys.get(answer) ?? 0;
    if (this.waiters.get(key) === answer)
      this.reject(key, new Aborted('the signal fired before the answer came'));
  }

  has(key: number): boolean {
    return this.waiters.has(key);
  }

  /** Answers the waiter under this key, if there still is one. */
  resolve(key: number, answer: T): void {
    this.take(key)?.set(answer);
  }

  reject(key: number, error: RaftError): void {
    this.take(key)?.setError(error);
  }

  /** Rejects all waiters, or those whose key meets the condition. */
  rejectAll(error: RaftError, condition: (key: number) => boolean = () => true): void {
    for (const key of this.waiters.keys()) if (condition(key)) this.reject(key, error);
  }

  /** Removes the waiter under this key, and returns it. */
  take(key: number): AsyncResult<T> | undefined {
    const waiter = this.waiters.get(key);
    if (waiter !== undefined) this.waiters.delete(key);
    return waiter;
  }
}
