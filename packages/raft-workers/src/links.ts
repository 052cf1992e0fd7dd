// The ways to a server's thread, as plain data: by shared memory (rings.ts) or by `postMessage` (ports.ts). A link leads to one
// server; a thread's ends are all that it has for receiving from the others and sending to them.

import type { MessagePort } from 'node:worker_threads';
import type { ServerId } from '@three-ways/raft-core';
import type { InboxHandle, SenderHandle } from '@three-ways/thread-channel';

/** A connection to another server, for `workerData` and `postMessage`. */
export type Link = RingLink | PortLink;

/** The ends of a server's thread. */
export type ThreadEnds = RingEnds | PortEnds;

/** A ring in another server's inbox. */
export type RingLink = SenderHandle;

export interface RingEnds {
  readonly type: 'rings';
  readonly inbox: InboxHandle;
  readonly main: SenderHandle;
  readonly peers: ReadonlyMap<ServerId, RingLink>;
}

/** A port to another server, and the event count that wakes it. */
export interface PortLink {
  readonly port: MessagePort;
  readonly eventCount: SharedArrayBuffer;
}

export interface PortEnds {
  readonly type: 'ports';
  readonly eventCount: SharedArrayBuffer;
  readonly peers: ReadonlyMap<ServerId, PortLink>;
}
