// How a server's thread sends and receives. There are two ways: rings.ts, by shared memory, and
// ports.ts, by `postMessage`. The server is the same on both, so that what they cost can be compared.

import type { Message } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';
import type { Link } from './links.ts';
import type { Arrival, Reply } from './requests.ts';

export interface Transport {
  /** Blocks until something arrives, for at most `timeout` ms. Visits up to a batch of arrivals, and returns their number. */
  receive(timeout: number, visit: (arrival: Arrival) => void): number;
  /** Sends to another server without waiting. Returns false if the message is lost. */
  send(message: Message): boolean;
  /** Answers a request of the main thread, without waiting or loss. */
  answer(number: number, reply: Reply): void;
  /** Replaces the link to another server. */
  connect(peer: ServerId, link: Link): void;
}
