// Words for what is shown.

import type { Message } from '@three-ways/raft-cluster';
import type { Model } from '../engine/world.ts';

export const modelNames: Readonly<Record<Model, string>> = {
  async: 'async/await',
  coroutines: 'Coroutines',
  go: 'Go',
};

export function ms(time: number): string {
  return `${time.toFixed(time < 10_000 ? 1 : 0)} ms`;
}

/** A message in a few words. */
export function messageText(message: Message): string {
  switch (message.type) {
    case 'AppendEntries': {
      const { entries, prevLogIndex } = message;
      if (entries.length === 0) return 'heartbeat';
      const last = prevLogIndex + entries.length;
      return entries.length === 1 ? `entry ${last}` : `entries ${prevLogIndex + 1}–${last}`;
    }
    case 'AppendEntriesReply':
      return message.success ? `has ${message.matchIndex}` : `conflict at ${message.conflictIndex}`;
    case 'RequestVote':
      return `vote? term ${message.term}`;
    case 'PreVote':
      return `would you vote? term ${message.term}`;
    case 'RequestVoteReply':
    case 'PreVoteReply':
      return message.voteGranted ? 'yes' : 'no';
    case 'InstallSnapshot':
      return `snapshot to ${message.lastIncludedIndex}`;
    case 'InstallSnapshotReply':
      return message.installed
        ? `snapshot ${message.lastIncludedIndex} installed`
        : `from byte ${message.offset}`;
    case 'TimeoutNow':
      return 'campaign now';
    case 'ClientRequest':
      return 'a client’s request';
    case 'ClientReply':
      return 'answer to a client';
    case 'ReadIndex':
    case 'ReadIndexReply':
      return 'read index';
  }
}
