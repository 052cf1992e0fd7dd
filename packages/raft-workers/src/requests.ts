// What the main thread asks of a server's thread, and what it is told. Each request has a number, and its answer comes
// back under that number: in threads nothing is a promise.

import type { Failure, FaultRules, Message, Status } from '@three-ways/raft-cluster';
import type { Answer, Command, ConfigurationChange, ServerId } from '@three-ways/raft-core';
import type { Digest } from '@three-ways/raft-kv';
import type { Link } from './links.ts';
import type { StampedEvent } from './trace-order.ts';

interface Numbered {
  readonly number: number;
}

/** What clients ask. */
export type ClientCall = Numbered &
  (
    | { readonly type: 'propose'; readonly command: Command }
    | { readonly type: 'read'; readonly id: string; readonly consistency: 'linearizable' | 'stale' }
    | { readonly type: 'transfer'; readonly to: ServerId }
    | { readonly type: 'change'; readonly change: ConfigurationChange }
  );

/** The client of a call has given up: it needs no answer any more. */
export interface Forget extends Numbered {
  readonly type: 'forget';
}

/** What is asked seldom, by whoever watches over the cluster. */
export type Order = Numbered &
  (
    | { readonly type: 'status' | 'digest' }
    | { readonly type: 'partition'; readonly groups: readonly (readonly ServerId[])[] | null }
    | { readonly type: 'faults'; readonly rules: FaultRules }
    | { readonly type: 'trace'; readonly on: boolean }
    | { readonly type: 'connect'; readonly peer: ServerId; readonly link: Link }
  );

export type Request = ClientCall | Forget | Order;

/** All that comes to a server's thread. */
export type Arrival = Message | Request;

/** What a server answers: a client's answer, what it shows of itself, or why there is none. */
export type Reply = { readonly ok: true; readonly answer: Answer | Status | Digest } | Failure;

/** What a server's thread posts to the main thread. */
export type Post = { readonly number: number; readonly reply: Reply } | StampedEvent;

/** The messages of servers have names with capitals, requests have not. */
export function isRequest(arrival: Arrival): arrival is Request {
  return arrival.type.charCodeAt(0) >= 0x61;
}
