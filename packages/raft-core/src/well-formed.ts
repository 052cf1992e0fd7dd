// Validation of incoming messages. A message that no server following the rules can have sent is refused with a typed error
// before it changes any state.

import type { Entry } from './commands.ts';
import { MalformedMessage } from './errors.ts';
import type { Term } from './ids.ts';
import type {
  AppendEntries,
  AppendEntriesReply,
  InstallSnapshot,
  InstallSnapshotReply,
  RaftMessage,
} from './messages.ts';
import { lastIncludedIndexOf, type RaftState } from './state.ts';

/** Number of numeric fields in each message, to detect missing ones. */
const numbersOf: Readonly<Record<RaftMessage['type'], number>> = {
  ...{ PreVote: 5, PreVoteReply: 3, RequestVote: 5, RequestVoteReply: 3 },
  ...{ AppendEntries: 7, AppendEntriesReply: 8, InstallSnapshot: 7, InstallSnapshotReply: 6 },
  ...{ TimeoutNow: 3, ReadIndex: 4, ReadIndexReply: 5 },
};

/**
 * Maximum lead of a message's term over the receiver's. Terms grow by one per election, so no cluster gets this far ahead; a
 * term near the largest safe integer would leave none for the next election.
 */
const maxTermLeap = 2 ** 32;

/** @throws MalformedMessage naming what is wrong */
export function checkMessage(raft: RaftState, message: RaftMessage): void {
  let numbers = 0;
  for (const name in message) {
    const value = message[name as keyof RaftMessage] as unknown; // every number in a message is a count
    if (typeof value !== 'number') continue;
    if (!isCount(value)) complain(message, `has ${name} ${value}: give an integer from 0`);
    numbers += 1;
  }
  if (numbers !== numbersOf[message.type])
    complain(message, `has ${numbers} numbers, not ${numbersOf[message.type]}`);
  if (message.to !== raft.id) complain(message, `is for server ${message.to}, not for server ${raft.id}`);
  if (message.from === raft.id || message.from === 0) complain(message, `comes from server ${message.from}`);
  if (message.term > raft.currentTerm + maxTermLeap)
    complain(message, `has term ${message.term}, too far ahead of term ${raft.currentTerm}`);
  switch (message.type) {
    case 'AppendEntries':
      return checkAppendEntries(raft, message);
    case 'InstallSnapshot':
      return checkSnapshot(raft, message);
    case 'AppendEntriesReply':
    case 'InstallSnapshotReply':
      return checkAcknowledgement(raft, message);
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** At most one leader per term (§5.2), and none in term 0. */
function checkLeader({ currentTerm, leader }: RaftState, message: AppendEntries | InstallSnapshot): void {
  if (message.term === 0) complain(message, 'comes from a leader of term 0');
  if (message.term === currentTerm && leader !== null && leader !== message.from)
    complain(message, `claims term ${currentTerm}, which server ${leader} leads`);
}

/** Terms never decrease along a log and never exceed the leader's (§5.3). */
function checkAppendEntries(raft: RaftState, message: AppendEntries): void {
  checkLeader(raft, message);
  const { prevLogIndex, prevLogTerm, entries, term } = message;
  if ((prevLogIndex === 0) !== (prevLogTerm === 0))
    complain(message, `has term ${prevLogTerm} at ${prevLogIndex}`);
  if (!areInOrder(entries, Math.max(1, prevLogTerm), term)) complain(message, 'has terms out of order');
  if (term >= raft.currentTerm) checkCommitted(raft, message);
}

function areInOrder(entries: readonly Entry[], first: Term, last: Term): boolean {
  let term = first;
  for (const entry of entries) {
    if (!(entry.term >= term)) return false;
    term = entry.term;
  }
  return term <= last;
}

/** Committed entries are never replaced (§5.4). */
function checkCommitted({ commitIndex, log }: RaftState, message: AppendEntries): void {
  const { prevLogIndex, prevLogTerm, entries } = message;
  const to = Math.min(commitIndex, prevLogIndex + entries.length);
  for (let index = Math.max(prevLogIndex, log.snapshotIndex); index <= to; index++) {
    const term = index === prevLogIndex ? prevLogTerm : entries[index - prevLogIndex - 1]!.term;
    if (log.termAt(index) !== term) complain(message, `would replace the committed entry ${index}`);
  }
}

function checkSnapshot(raft: RaftState, message: InstallSnapshot): void {
  checkLeader(raft, message);
  const { lastIncludedIndex, lastIncludedTerm, term, configuration } = message;
  if (lastIncludedIndex === 0 || lastIncludedTerm === 0) complain(message, 'covers nothing');
  if (lastIncludedTerm > term) complain(message, 'is newer than its own term');
  if (configuration.voters.length === 0) complain(message, 'has a configuration without voters');
}

/** A follower cannot acknowledge entries, rounds or chunks that this leader has not sent. */
function checkAcknowledgement(raft: RaftState, message: AppendEntriesReply | InstallSnapshotReply): void {
  if (raft.role !== 'leader' || message.term !== raft.currentTerm) return;
  if (message.round > raft.round) complain(message, `answers round ${message.round} of ${raft.round}`);
  if (message.type === 'InstallSnapshotReply') return checkInstalled(raft, message);
  const { lastIndex } = raft.log;
  if (message.matchIndex > lastIndex)
    complain(message, `acknowledges entry ${message.matchIndex} of ${lastIndex}`);
  const { success, conflictIndex } = message;
  if (!success && (conflictIndex === 0 || conflictIndex > lastIndex))
    complain(message, `refuses from entry ${conflictIndex} on, of ${lastIndex}`);
}

function checkInstalled(raft: RaftState, message: InstallSnapshotReply): void {
  const { from, lastIncludedIndex, offset, installed } = message;
  // A refusal may be about a snapshot that this server sent in an earlier term, and lost in a crash.
  if (installed && lastIncludedIndex > lastIncludedIndexOf(raft))
    complain(message, `has a snapshot of ${lastIncludedIndex}, never sent`);
  const sent = raft.progress.get(from)?.pendingSnapshot?.snapshot ?? raft.snapshot;
  if (sent?.lastIncludedIndex === lastIncludedIndex && offset > sent.data.length)
    complain(message, `has ${offset} of ${sent.data.length} bytes`);
}

function complain({ type, from }: RaftMessage, complaint: string): never {
  throw new MalformedMessage(`${type} from server ${from} ${complaint}`);
}
