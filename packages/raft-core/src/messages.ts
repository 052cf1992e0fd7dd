// What servers say to each other, and what a log holds: Figure 2 of the Raft paper, its boxes "RequestVote RPC" and
// "AppendEntries RPC", with the field names to the letter. A message is plain data, so it survives any codec, and it is
// never changed once sent: within a process it may be shared.

/** A server's name: an integer from 1 up. */
export type ServerId = number;
/** Raft's logical clock (§5.1): 0 before the first election, then only growing. */
export type Term = number;
/** A place in the log. The first entry has index 1; 0 means "before the first entry". */
export type LogIndex = number;

/** What an entry asks of the state machine. A new leader's `noop` asks nothing (§8). */
export type Command =
  | { readonly type: 'noop' }
  | { readonly type: 'set'; readonly id: string; readonly name: string }
  | { readonly type: 'delete'; readonly id: string };

/** What a log entry holds: the command, and the term in which the leader received it (§5.3). */
export interface Entry {
  readonly term: Term;
  readonly command: Command;
}

/** Invoked by candidates to gather votes (§5.2). */
export interface RequestVote {
  readonly type: 'RequestVote';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly term: Term;
  readonly lastLogIndex: LogIndex;
  readonly lastLogTerm: Term;
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

/** The leader's answer to ClientRequest: the state machine's answer, or the name of the error. */
export interface ClientReply {
  readonly type: 'ClientReply';
  readonly from: ServerId;
  readonly to: ServerId;
  readonly requestId: number;
  readonly outcome:
    | { readonly ok: true; readonly answer: Answer }
    | {
        readonly ok: false;
        readonly error: 'NotLeader' | 'Unavailable' | 'Stopped';
        readonly leader: ServerId | null;
      };
}

/** What the state machine answers to a command: the name that the id had before, or null if it had none. */
export type Answer = string | null;

/** The messages that the rules answer. */
export type RaftMessage = RequestVote | RequestVoteReply | AppendEntries | AppendEntriesReply;
/** All that travels between servers: the rules' messages, and the clients' on their way to the leader. */
export type Message = RaftMessage | ClientRequest | ClientReply;
