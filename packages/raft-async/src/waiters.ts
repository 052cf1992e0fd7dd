// The clients that wait for an answer: by log index on a leader, by request on a server that passed the command on.

import { Aborted, type Answer, type RaftError } from '@three-ways/raft-core';

interface Waiter {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: RaftError) => void;
}

export class Waiters {
  private readonly waiters = new Map<number, Waiter>();

  /** Waits for the answer that belongs to this key. @throws Aborted when the signal fires first. */
  add(key: number, signal: AbortSignal | undefined): Promise<Answer> {
    const answer = new Promise<Answer>((resolve, reject) => this.waiters.set(key, { resolve, reject }));
    return signal === undefined ? answer : this.until(signal, key, answer);
  }

  private async until(signal: AbortSignal, key: number, answer: Promise<Answer>): Promise<Answer> {
    const abort = () => this.reject(key, new Aborted('the signal fired before the answer came'));
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    try {
      return await answer;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** Answers the client, if it still waits. */
  resolve(key: number, answer: Answer): void {
    this.take(key)?.resolve(answer);
  }

  reject(key: number, error: RaftError): void {
    this.take(key)?.reject(error);
  }

  rejectAll(error: RaftError): void {
    for (const key of this.waiters.keys()) this.reject(key, error);
  }

  private take(key: number): Waiter | undefined {
    const waiter = this.waiters.get(key);
    if (waiter !== undefined) this.waiters.delete(key);
    return waiter;
  }
}
