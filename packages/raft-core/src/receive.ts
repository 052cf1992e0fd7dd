// Entry point for the messages of the rules: each is checked, then handed to its rule.

import {
  handlePreVote,
  handlePreVoteReply,
  handleRequestVote,
  handleRequestVoteReply,
  handleTimeoutNow,
} from './election.ts';
import type { RaftMessage, Reply } from './messages.ts';
import { handleReadIndex } from './reads.ts';
import { handleAppendEntries, handleAppendEntriesReply } from './replication.ts';
import { handleInstallSnapshot, handleInstallSnapshotReply } from './snapshot.ts';
import type { RaftState } from './state.ts';
import { checkMessage } from './well-formed.ts';

/**
 * Handles a message. Returns the reply, to be sent once the state is stable (mustBeStableBefore), or null.
 * @throws MalformedMessage if no server following the rules can have sent it; the state is then unchanged
 */
export function receive(raft: RaftState, message: RaftMessage): Reply | null {
  checkMessage(raft, message);
  switch (message.type) {
    case 'PreVote':
      return handlePreVote(raft, message);
    case 'RequestVote':
      return handleRequestVote(raft, message);
    case 'AppendEntries':
      return handleAppendEntries(raft, message);
    case 'InstallSnapshot':
      return handleInstallSnapshot(raft, message);
    case 'ReadIndex':
      return handleReadIndex(raft, message);
    default:
      receiveReply(raft, message);
      return null;
  }
}

type Unanswered = Exclude<
  RaftMessage,
  { readonly type: 'PreVote' | 'RequestVote' | 'AppendEntries' | 'InstallSnapshot' | 'ReadIndex' }
>;

function receiveReply(raft: RaftState, message: Unanswered): void {
  switch (message.type) {
    case 'PreVoteReply':
      return handlePreVoteReply(raft, message);
    case 'RequestVoteReply':
      return handleRequestVoteReply(raft, message);
    case 'AppendEntriesReply':
      return handleAppendEntriesReply(raft, message);
    case 'InstallSnapshotReply':
      return handleInstallSnapshotReply(raft, message);
    case 'TimeoutNow':
      return handleTimeoutNow(raft, message);
    case 'ReadIndexReply':
      return; // handled by the runtime, which knows the waiting client
  }
}
