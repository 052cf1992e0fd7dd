// The messages between servers: the boxes "RequestVote RPC" and "AppendEntries RPC" of Figure 2, with the field names to
// the letter, and those of the later sections. A message is plain data for any codec, and immutable once sent: within a
// process it may be shared.

import type { Entry } from './commands.ts';
import type { Configuration } from './configuration.ts';
import type { LogIndex, ServerId, Term } from './ids.ts';

/** Asks whether a vote would be granted; changes no state (dissertation §9.6). */
export interface PreVote {
  readonly type: 'PreVote';
  readonly from: ServerId;
  readonly to: ServerId;
  /** The term of the election to come: the sender's currentTerm + 1. */
  readonly term: Term;
  readonly lastLogIndex: LogIndex;
  readonly lastLogTerm: Term;
}

export interface PreVoteReply {
  readonly type: 'PreVoteReply';
  readonly from: ServerId;
  readonly to: ServerId;
  /** The requested term if the vote would be granted, else the receiver's currentTerm. */
  readonly term: Term;
  readonly voteGranted: boolean;
}

/** Invoked by candidates to gather votes (§5.2). */
export interface RequestVote {
  readonly type: 'RequestVote';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
  readonly lastLogIndex: LogIndex;
  readonly lastLogTerm: Term;
  /** The leader asked for this election, so it is not refused as disruptive (dissertation §3.10). */
  readonly leadershipTransfer: boolean;
}

export interface RequestVoteReply {
  readonly type: 'RequestVoteReply';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
  readonly voteGranted: boolean;
}

/** Invoked by the leader to replicate log entries (§5.3); without entries it is a heartbeat (§5.2). */
export interface AppendEntries {
  readonly type: 'AppendEntries';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
  readonly prevLogIndex: LogIndex;
  readonly prevLogTerm: Term;
  readonly entries: readonly Entry[];
  readonly leaderCommit: LogIndex;
  /** Round of leadership confirmation for ReadIndex (dissertation §6.4), echoed by the reply; 0 for none. */
  readonly round: number;
}

/** The reply to AppendEntries. The request's `prevLogIndex` identifies it among several in flight. */
export interface AppendEntriesReply {
  readonly type: 'AppendEntriesReply';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
  readonly success: boolean;
  readonly prevLogIndex: LogIndex;
  /** On success: the last index known to match the leader's log. Otherwise 0. */
  readonly matchIndex: LogIndex;
  /** On refusal: the term of the follower's entry at `prevLogIndex`, or 0 if its log ends before (§5.3, fast backup). */
  readonly conflictTerm: Term;
  /** On refusal: the first index of `conflictTerm`, or one past the end of the follower's log. */
  readonly conflictIndex: LogIndex;
  readonly round: number;
}

/** Invoked by the leader to send chunks of a snapshot to a follower that needs compacted entries (§7, Figure 13). */
export interface InstallSnapshot {
  readonly type: 'InstallSnapshot';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
  /** The snapshot replaces all entries up through and including this index. */
  readonly lastIncludedIndex: LogIndex;
  readonly lastIncludedTerm: Term;
  /** The cluster's configuration at lastIncludedIndex. */
  readonly configuration: Configuration;
  /** Position of the chunk in the snapshot (bytes). */
  readonly offset: number;
  readonly data: Uint8Array;
  /** Whether this is the last chunk. */
  readonly done: boolean;
  readonly round: number;
}

export interface InstallSnapshotReply {
  readonly type: 'InstallSnapshotReply';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
  readonly lastIncludedIndex: LogIndex;
  /** Offset of the next chunk needed (bytes). */
  readonly offset: number;
  /** The snapshot is installed, or the log covers it already. */
  readonly installed: boolean;
  readonly round: number;
}

/** Asks the transferee to start an election at once (dissertation §3.10). */
export interface TimeoutNow {
  readonly type: 'TimeoutNow';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
}

/** A follower's request for an index at which a read is linearizable (dissertation §6.4). */
export interface ReadIndex {
  readonly type: 'ReadIndex';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
  /** Identifies the read at its sender. */
  readonly readId: number;
}

export interface ReadIndexReply {
  readonly type: 'ReadIndexReply';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
  readonly readId: number;
  /** The index to be applied before the read is answered; 0 if the receiver does not lead. */
  readonly readIndex: LogIndex;
}

/** Replies of the rules. */
export type Reply =
  | RequestVoteReply
  | PreVoteReply
  | AppendEntriesReply
  | InstallSnapshotReply
  | ReadIndexReply;
/** Messages that the rules handle. */
export type RaftMessage =
  | RequestVote
  | PreVote
  | AppendEntries
  | InstallSnapshot
  | TimeoutNow
  | ReadIndex
  | Reply;
