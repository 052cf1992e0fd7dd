// The requests of the main thread to a server's thread, and the answers. Each request has a number that its answer repeats.

import type { Failure, FaultRules, Message, Status } from '@three-ways/raft-cluster';
import type { Answer, Command, ConfigurationChange, ServerId } from '@three-ways/raft-core';
import type { Digest } from '@three-ways/raft-kv';
import type { Link } from './links.ts';
import type { StampedEvent } from './trace-order.ts';

interface Numbered {
  readonly number: number;
}

/** Clients' requests. */
export type ClientCall = Numbered &
  (
    | { readonly type: 'propose'; readonly command: Command }
    | { readonly type: 'read'; readonly id: string; readonly consistency: 'linearizable' | 'stale' }
    | { readonly type: 'transfer'; readonly to: ServerId }
    | { readonly type: 'change'; readonly change: ConfigurationChange }
  );

/** The client has aborted a call: no answer is needed. */
export interface CancelRequest extends Numbered {
  readonly type: 'forget';
}

/** Rare requests of the cluster itself. */
export type ControlRequest = Numbered &
  (
    | { readonly type: 'status' | 'digest' }
    | { readonly type: 'block'; readonly ms: number }
    | { readonly type: 'partition'; readonly groups: readonly (readonly ServerId[])[] | null }
    | { readonly type: 'faults'; readonly rules: FaultRules }
    | { readonly type: 'trace'; readonly on: boolean }
    | { readonly type: 'connect'; readonly peer: ServerId; readonly link: Link }
  );

export type Request = ClientCall | CancelRequest | ControlRequest;

/** Everything that arrives at a server's thread. */
export type Arrival = Message | Request;

/** A server's answer to a request. */
export type Reply = { readonly ok: true; readonly answer: Answer | Status | Digest } | Failure;

/** A message posted to the main thread. */
export type Post = { readonly number: number; readonly reply: Reply } | StampedEvent;

/** Types of servers' messages begin with a capital, those of requests do not. */
export function isRequest(arrival: Arrival): arrival is Request {
  return arrival.type.charCodeAt(0) >= 0x61;
}
