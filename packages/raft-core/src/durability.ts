// What must be on stable storage before what may be said (Figure 2, "Persistent state on all servers": updated on stable
// storage before responding to RPCs). The rules say what is not stable yet and which messages wait for it; the runtime
// writes. A leader may send entries while it still writes them: its own copy counts only once it is stable.

import { advanceCommitIndex } from './commitment.ts';
import type { Entry, LogIndex, Message, ServerId, Term } from './messages.ts';
import type { RaftState, StableState } from './state.ts';

/** What has changed since the last write: the term, the vote, and the log from firstIndex on. */
export interface Unstable {
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  readonly firstIndex: LogIndex;
  readonly entries: readonly Entry[];
}

/** Where a server keeps what must outlive a crash. */
export interface Storage {
  load(): StableState;
  /** Replaces the term, the vote and the log from firstIndex on. All of it is stable when this returns. */
  write(unstable: Unstable): void;
}

/** What the runtime has to write now, or null if the storage holds it all. */
export function unstableState(raft: RaftState): Unstable | null {
  const { currentTerm, votedFor, stable } = raft;
  const firstIndex = stable.lastIndex + 1;
  const written = stable.currentTerm === currentTerm && stable.votedFor === votedFor;
  if (written && firstIndex > raft.log.lastIndex) return null;
  return { currentTerm, votedFor, firstIndex, entries: raft.log.slice(firstIndex) };
}

/** To be called when it is written. What the log has replaced in the meantime stays unstable. */
export function markStable(raft: RaftState, { currentTerm, votedFor, firstIndex, entries }: Unstable): void {
  raft.stable.currentTerm = currentTerm;
  raft.stable.votedFor = votedFor;
  const lastIndex = firstIndex + entries.length - 1;
  const current = entries.length > 0 && raft.log.matches(lastIndex, entries.at(-1)!.term);
  if (current && lastIndex > raft.stable.lastIndex) raft.stable.lastIndex = lastIndex;
  acknowledgeOwn(raft);
}

/** A leader is one of the majority that commits an entry, once its own copy is stable. */
function acknowledgeOwn(raft: RaftState): void {
  const own = raft.progress.get(raft.id);
  if (own === undefined || own.matchIndex >= raft.stable.lastIndex) return;
  own.matchIndex = raft.stable.lastIndex;
  advanceCommitIndex(raft);
}

/** Whether a message reveals what must be stable first: a vote, a candidacy, an acknowledgement. */
export function mustBeStableBefore(message: Message): boolean {
  return (
    message.type === 'RequestVote' ||
    message.type === 'RequestVoteReply' ||
    message.type === 'AppendEntriesReply'
  );
}

/** Stable storage in memory: it outlives a server's crash, not the process. */
export class MemoryStorage implements Storage {
  private currentTerm: Term = 0;
  private votedFor: ServerId | null = null;
  private readonly entries: Entry[] = [];

  load(): StableState {
    return { currentTerm: this.currentTerm, votedFor: this.votedFor, entries: this.entries };
  }

  write({ currentTerm, votedFor, firstIndex, entries }: Unstable): void {
    this.currentTerm = currentTerm;
    this.votedFor = votedFor;
    this.entries.length = firstIndex - 1;
    for (const entry of entries) this.entries.push(entry);
  }
}
