// Messages between servers on behalf of clients (§8), and the union of all messages.

import type { Answer, Command, RaftMessage, ServerId } from '@three-ways/raft-core';
import type { Failure } from './failures.ts';

/** A client's command, forwarded to the leader (§8). */
export interface ClientRequest {
  readonly type: 'ClientRequest';
  readonly from: ServerId;
  readonly to: ServerId;
  /** Identifies the request at its sender. */
  readonly requestId: number;
  readonly command: Command;
}

/** The leader's reply to ClientRequest: the state machine's answer or a failure. */
export interface ClientReply {
  readonly type: 'ClientReply';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly requestId: number;
  readonly outcome: { readonly ok: true; readonly answer: Answer } | Failure;
}

/** All messages between servers: those of the rules, and forwarded client requests. */
export type Message = RaftMessage | ClientRequest | ClientReply;
