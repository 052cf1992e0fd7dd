// The main thread's connections to the servers' threads, implemented by rings.ts and ports.ts.

import type { MessagePort, Worker } from 'node:worker_threads';
import type { ServerId } from '@three-ways/raft-core';
import type { Link, ThreadEnds } from './links.ts';
import type { CancelRequest, ClientCall, ControlRequest } from './requests.ts';

/** A new thread's ends, and the links by which running threads reach it. */
export interface Ends {
  readonly ends: ThreadEnds;
  /** Ports to transfer with the ends. */
  readonly transfer: readonly MessagePort[];
  readonly links: readonly {
    readonly peer: ServerId;
    readonly link: Link;
    readonly transfer: readonly MessagePort[];
  }[];
}

export interface Wiring {
  /** Creates the ends for a server's next thread. The previous one has ended. */
  plug(id: ServerId, running: readonly ServerId[]): Ends;
  /** Binds the ends to a started thread, so that senders notice its exit. */
  bind(id: ServerId, worker: Worker): void;
  /** Sends a call to a running server, at once or when there is room. */
  call(id: ServerId, call: ClientCall | CancelRequest): void;
  post(id: ServerId, request: ControlRequest, transfer: readonly MessagePort[]): void;
  /** Closes the connections, once no server runs. */
  close(): void;
}
