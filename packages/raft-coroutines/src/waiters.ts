// Pending answers by number: a log index on a leader, a request id elsewhere.

import { AsyncResult } from '@three-ways/greenlet';
import { Aborted, PendingMap } from '@three-ways/raft-cluster';
import type { RaftError } from '@three-ways/raft-core';

/** An answer that knows its key, so that an abandoned one is found. */
class PendingAnswer<T> extends AsyncResult<T> {
  readonly key: number;

  constructor(key: number) {
    super();
    this.key = key;
  }
}

export class Waiters<T> {
  private readonly waiters = new PendingMap<AsyncResult<T>>();

  /** The pending answer under this key. */
  add(key: number): AsyncResult<T> {
    return this.put(key, new PendingAnswer<T>(key));
  }

  put(key: number, answer: AsyncResult<T>): AsyncResult<T> {
    this.waiters.set(key, answer);
    return answer;
  }

  /** The client has given up. */
  abandon(answer: AsyncResult<T>): void {
    const aborted = new Aborted('the signal fired before the answer came');
    if (answer instanceof PendingAnswer && this.waiters.get(answer.key) === answer)
      this.reject(answer.key, aborted);
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
    for (const [key] of this.waiters) if (condition(key)) this.reject(key, error);
  }

  /** Removes the waiter under this key, and returns it. */
  take(key: number): AsyncResult<T> | undefined {
    const waiter = this.waiters.get(key);
    if (waiter !== undefined) this.waiters.delete(key);
    return waiter;
  }
}
