// Pending requests by number, on the main thread: this is where promises begin.

import { Aborted, errorOf, onAbort, PendingMap, type Status } from '@three-ways/raft-cluster';
import type { Answer, RaftError, ServerId } from '@three-ways/raft-core';
import type { Digest } from '@three-ways/raft-kv';
import type { Reply } from './requests.ts';

interface Call {
  readonly server: ServerId;
  readonly resolve: (answer: Answer | Status | Digest) => void;
  readonly reject: (error: Error) => void;
}

export class Calls {
  private readonly calls = new PendingMap<Call>();
  private last = 0;

  /** The number of the next request, unique within a cluster, so that a late answer matches none. */
  get next(): number {
    this.last += 1;
    return this.last;
  }

  /** Resolves with the server's answer to the request with this number. */
  add(number: number, server: ServerId): Promise<Answer | Status | Digest> {
    return new Promise((resolve, reject) => this.calls.set(number, { server, resolve, reject }));
  }

  readonly settle = (number: number, reply: Reply): void => {
    if (reply.ok) this.take(number)?.resolve(reply.answer);
    else this.take(number)?.reject(errorOf(reply));
  };

  reject(number: number, error: Error): void {
    this.take(number)?.reject(error);
  }

  /** Rejects all requests to a server that has ended. */
  rejectAll(server: ServerId, error: RaftError): void {
    for (const [number, call] of this.calls) if (call.server === server) this.reject(number, error);
  }

  /** Resolves as the answer, or rejects with `Aborted` when the signal fires. */
  async until<T>(signal: AbortSignal, number: number, answer: Promise<T>, forget: () => void): Promise<T> {
    const abort = () => {
      this.reject(number, new Aborted('the signal fired before the answer came'));
      forget();
    };
    using _registration = onAbort(signal, abort);
    return await answer;
  }

  private take(number: number): Call | undefined {
    const call = this.calls.get(number);
    if (call !== undefined) this.calls.delete(number);
    return call;
  }
}
