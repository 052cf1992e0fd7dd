// Trace events of the rules: a role entered, an election timeout drawn, a vote, entries appended, committed and applied.

import type { LogIndex, Role, ServerId, Term } from './ids.ts';

/** Events within one server, emitted by the rules. */
export type RuleEvent =
  | { readonly type: 'role'; readonly server: ServerId; readonly term: Term; readonly role: Role }
  | {
      /** The election timer starts again. */
      readonly type: 'timer';
      readonly server: ServerId;
      readonly term: Term;
      /** Timeout drawn (ms). */
      readonly electionTimeout: number;
    }
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
      /** First and last index appended; earlier entries from `firstIndex` on were truncated. */
      readonly firstIndex: LogIndex;
      readonly lastIndex: LogIndex;
      /** Terms of the entries: index and term identify an entry (§5.3). */
      readonly terms: readonly Term[];
    }
  | {
      /** A received snapshot has replaced the log up to lastIncludedIndex, or all of it (§7). */
      readonly type: 'install';
      readonly server: ServerId;
      readonly term: Term;
      readonly lastIncludedIndex: LogIndex;
      readonly lastIncludedTerm: Term;
      /** The log's last index afterwards. */
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
