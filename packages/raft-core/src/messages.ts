// What servers say to each other, and what a log holds: Figure 2 of the Raft paper, its boxes "RequestVote RPC" and
// "AppendEntries RPC", with the field names to the letter. A message is plain data, so it survives any codec, and it is
// never changed once sent: within a process it may be shared.

import type { Answer, Command, Entry } from './commands.ts';
import type { Configuration } from './configuration.ts';
import type { Failure } from './failures.ts';

/** A server's name: an integer from 1 up. */
export type ServerId = number;
/** Raft's logical clock (§5.1): 0 before the first election, then only growing. */
export type Term = number;
/** A place in the log. The first entry has index 1; 0 means "before the first entry". */
export type LogIndex = number;

/** Asks whether a vote would be granted, before the term is raised for it (dissertation §9.6). Changes nothing. */
export interface PreVote {
  readonly type: 'PreVote';
  readonly from: ServerId;
  readonly to: ServerId;
  /** The term that the election would be held in: one more than the sender's. */
  readonly term: Term;
  readonly lastLogIndex: LogIndex;
  readonly lastLogTerm: Term;
}

export interface PreVoteReply {
  readonly type: 'PreVoteReply';
  readonly from: ServerId;
  readonly to: ServerId;
  /** The term that was asked for if the vote would be granted, else the term of the server that refuses. */
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
  /** The leader itself asked for this election, so nobody refuses for its sake (dissertation §3.10). */
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
  /** Counts the leader's questions "am I still the leader?" for ReadIndex (dissertation §6.4); the reply gives it back. */
  readonly round: number;
}

/**
 * The follower's answer to AppendEntries. It names the request that it answers by that request's `prevLogIndex`, so that
 * a leader with several requests under way can tell a stale answer.
 */
export interface AppendEntriesReply {
  readonly type: 'AppendEntriesReply';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
  readonly success: boolean;
  readonly prevLogIndex: LogIndex;
  /** On success: up to here the follower's log is known to be the leader's. Otherwise 0. */
  readonly matchIndex: LogIndex;
  /** On refusal: the term of the follower's entry at `prevLogIndex`, or 0 if its log ends before (§5.3, fast backup). */
  readonly conflictTerm: Term;
  /** On refusal: the first index of `conflictTerm`, or one past the end of the follower's log. */
  readonly conflictIndex: LogIndex;
  readonly round: number;
}

/** Invoked by the leader to send a chunk of a snapshot to a follower whose log ends before the leader's begins (§7, Figure 13). */
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
  /** Where the chunk stands in the snapshot (bytes). */
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
  /** Where the next chunk should begin (bytes). */
  readonly offset: number;
  /** The follower has all that the snapshot covers. */
  readonly installed: boolean;
  readonly round: number;
}

/** The leader asks its chosen successor to stand for election at once (dissertation §3.10). */
export interface TimeoutNow {
  readonly type: 'TimeoutNow';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
}

/** A follower asks the leader for an index at which a read is linearizable (dissertation §6.4). */
export interface ReadIndex {
  readonly type: 'ReadIndex';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
  /** Tells the reads of one sender apart. */
  readonly readId: number;
}

export interface ReadIndexReply {
  readonly type: 'ReadIndexReply';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
  readonly readId: number;
  /** The read sees all that it must once this index is applied; 0 if the server asked cannot tell. */
  readonly readIndex: LogIndex;
}

/** A client's command, passed by the server that the client reached to the leader (§8). */
export interface ClientRequest {
  readonly type: 'ClientRequest';
  readonly from: ServerId;
  readonly to: ServerId;
  /** Tells the requests of one sender apart. */
  readonly requestId: number;
  readonly command: Command;
}

/** The leader's answer to ClientRequest: the state machine's answer, or why there is none. */
export interface ClientReply {
  readonly type: 'ClientReply';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly requestId: number;
  readonly outcome: { readonly ok: true; readonly answer: Answer } | Failure;
}

/** What a server answers to a message of the rules. */
export type Reply =
  | RequestVoteReply
  | PreVoteReply
  | AppendEntriesReply
  | InstallSnapshotReply
  | ReadIndexReply;
/** The messages that the rules answer. */
export type RaftMessage =
  | RequestVote
  | PreVote
  | AppendEntries
  | InstallSnapshot
  | TimeoutNow
  | ReadIndex
  | Reply;
/** All that travels between servers: the rules' messages, and the clients' on their way to the leader. */
export type Message = RaftMessage | ClientRequest | ClientReply;
