// How the main thread connects the servers' threads, and speaks to them. There are two ways: rings.ts and ports.ts.

import type { MessagePort, Worker } from 'node:worker_threads';
import type { ServerId } from '@three-ways/raft-core';
import type { Link, ThreadEnds } from './links.ts';
import type { ClientCall, Forget, Order } from './requests.ts';

/** What a new thread is given, and how those that run already reach it. */
export interface Ends {
  readonly ends: ThreadEnds;
  /** What is to be handed over with them. */
  readonly transfer: readonly MessagePort[];
  readonly links: readonly {
    readonly peer: ServerId;
    readonly link: Link;
    readonly transfer: readonly MessagePort[];
  }[];
}

export interface Wiring {
  /** Makes a server's ends for its next thread. The one before has ended. */
  plug(id: ServerId, running: readonly ServerId[]): Ends;
  /** To be called when the server's thread has been started: who speaks to it is to learn when it ends. */
  bind(id: ServerId, worker: Worker): void;
  /** Sends to a running server, at once or when there is room. */
  call(id: ServerId, call: ClientCall | Forget): void;
  post(id: ServerId, order: Order, transfer: readonly MessagePort[]): void;
  /** No server runs any more. */
  close(): void;
}
