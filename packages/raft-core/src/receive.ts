// One entry for all messages of the rules: each goes to the function that Figure 2 gives it.

import { handleRequestVote, handleRequestVoteReply } from './election.ts';
import type { AppendEntriesReply, RaftMessage, RequestVoteReply } from './messages.ts';
import { handleAppendEntries, handleAppendEntriesReply } from './replication.ts';
import type { RaftState } from './state.ts';

/** Hands a message to its rule. Returns the answer to send, once what it reveals is stable; null if none is due. */
export function receive(raft: RaftState, message: RaftMessage): RequestVoteReply | AppendEntriesReply | null {
  switch (message.type) {
    case 'RequestVote':
      return handleRequestVote(raft, message);
    case 'RequestVoteReply':
      handleRequestVoteReply(raft, message);
      return null;
    case 'AppendEntries':
      return handleAppendEntries(raft, message);
    case 'AppendEntriesReply':
      handleAppendEntriesReply(raft, message);
      return null;
  }
}
