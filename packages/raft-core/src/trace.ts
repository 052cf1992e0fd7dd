// What a cluster can tell about its run: one stream of events, the same in every implementation and language, one JSON
// object a line when written out. Nothing is built unless somebody listens.

import type { FaultRules } from './faults.ts';
import type { LogIndex, Message, ServerId, Term } from './messages.ts';
import type { Role } from './state.ts';

/** What happened inside one server, told by the rules. */
export type RuleEvent =
  | { readonly type: 'role'; readonly server: ServerId; readonly term: Term; readonly role: Role }
  | {
      readonly type: 'vote';
      readonly server: ServerId;
      readonly term: Term;
      readonly candidate: ServerId;
      readonly voteGranted: boolean;
    }
  | {
      readonly type: 'append';
      readonly server: ServerId;
      readonly term: Term;
      /** First and last index appended; what the log held from `firstIndex` on is gone. */
      readonly firstIndex: LogIndex;
      readonly lastIndex: LogIndex;
      /** The terms of these entries: index and term together say which entry it is (§5.3). */
      readonly terms: readonly Term[];
    }
  | {
      /** A snapshot has taken the place of what the log held up to there, and perhaps of all (§7). */
      readonly type: 'install';
      readonly server: ServerId;
      readonly term: Term;
      readonly lastIncludedIndex: LogIndex;
      readonly lastIncludedTerm: Term;
      /** Where the log ends now. */
      readonly lastIndex: LogIndex;
    }
  | {
      readonly type: 'commit';
      readonly server: ServerId;
      readonly term: Term;
      readonly commitIndex: LogIndex;
    }
  | {
      readonly type: 'apply';
      readonly server: ServerId;
      readonly term: Term;
      readonly lastApplied: LogIndex;
    };

/** What happened between servers, to one, or to their network, told by the runtime. */
export type RuntimeEvent =
  | {
      /** A server starts, with what its stable storage holds. */
      readonly type: 'start';
      readonly server: ServerId;
      readonly currentTerm: Term;
      readonly votedFor: ServerId | null;
      readonly lastLogIndex: LogIndex;
      readonly lastLogTerm: Term;
    }
  | { readonly type: 'crash'; readonly server: ServerId }
  | { readonly type: 'send' | 'deliver' | 'drop'; readonly message: Message }
  /** The network is cut into groups: told before the first message is lost for it. */
  | { readonly type: 'partition'; readonly groups: readonly (readonly ServerId[])[] }
  /** It is whole again: told before the first message passes. */
  | { readonly type: 'heal' }
  /** What it does to messages from now on. */
  | { readonly type: 'faults'; readonly rules: FaultRules };

/** An event, and when it was (ms on the runtime's clock, counted from the cluster's start; 0 before it). */
export type TraceEvent = (RuleEvent | RuntimeEvent) & { readonly at: number };

/** What it may do, and what becomes of one that throws, is said at `Cluster.trace`. */
export type TraceListener = (event: TraceEvent) => void;
