// Trace events of a cluster: one stream, the same in every runtime and language, written as JSON lines. No event is built
// unless there is a listener.

import type { LogIndex, RuleEvent, ServerId, Term } from '@three-ways/raft-core';
import type { FaultRules } from './faults.ts';
import type { Message } from './messages.ts';

/** Events of messages, of servers that start and crash, and of the network, emitted by the runtime. */
export type RuntimeEvent =
  | {
      /** A server starts with the state of its stable storage. */
      readonly type: 'start';
      readonly server: ServerId;
      readonly currentTerm: Term;
      readonly votedFor: ServerId | null;
      readonly lastLogIndex: LogIndex;
      readonly lastLogTerm: Term;
    }
  | { readonly type: 'crash'; readonly server: ServerId }
  | { readonly type: 'send' | 'deliver' | 'drop'; readonly message: Message }
  /** The network is partitioned; precedes the first message dropped for it. */
  | { readonly type: 'partition'; readonly groups: readonly (readonly ServerId[])[] }
  /** The partition has ended; precedes the first message delivered for it. */
  | { readonly type: 'heal' }
  /** The fault rules in force from now on. */
  | { readonly type: 'faults'; readonly rules: FaultRules };

/** An event and its time (ms since the cluster's start on the runtime's clock; 0 before it). */
export type TraceEvent = (RuleEvent | RuntimeEvent) & { readonly at: number };

/** What it may do, and what becomes of one that throws, is said at `Cluster.trace`. */
export type TraceListener = (event: TraceEvent) => void;
