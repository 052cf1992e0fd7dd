// The commonest messages of a cluster under the load of the runtimes' bench: 32 different ones of each.

import type { Message } from '@three-ways/raft-cluster';
import type { Entry } from '@three-ways/raft-core';

const term = 3;
const prevLogTerm = term;

function entriesOf(first: number, length: number): Entry[] {
  return Array.from({ length }, (_, i) => ({
    term,
    command: { type: 'set', id: `k${(first + i) % 1000}`, name: String(first + i).padEnd(16, 'n') },
  }));
}

function appendEntries(prevLogIndex: number, entries: Entry[]): Message {
  const leaderCommit = prevLogIndex;
  return {
    ...{ type: 'AppendEntries', from: 1, to: 2, term, prevLogIndex, prevLogTerm, entries },
    ...{ leaderCommit, round: 12 },
  };
}

function acknowledgement(prevLogIndex: number): Message {
  const conflict = { conflictTerm: 0, conflictIndex: 0 };
  return {
    ...{ type: 'AppendEntriesReply', from: 2, to: 1, term, success: true, prevLogIndex },
    ...{ matchIndex: prevLogIndex, ...conflict, round: 12 },
  };
}

function request(requestId: number): Message {
  return { type: 'ClientRequest', from: 2, to: 1, requestId, command: entriesOf(requestId, 1)[0]!.command };
}

function reply(requestId: number): Message {
  const answer = String(requestId).padEnd(16, 'n');
  return { type: 'ClientReply', from: 1, to: 2, requestId, outcome: { ok: true, answer } };
}

const makers: Readonly<Record<string, (index: number) => Message>> = {
  heartbeat: (index) => appendEntries(index, []),
  'its reply': acknowledgement,
  '1 entry': (index) => appendEntries(index, entriesOf(index, 1)),
  '16 entries': (index) => appendEntries(index, entriesOf(index, 16)),
  '256 entries': (index) => appendEntries(index, entriesOf(index, 256)),
  'client request': request,
  'client reply': reply,
};

/** By their description. */
export const messages = Object.entries(makers).map(([name, make]) => ({
  name,
  batch: Array.from({ length: 32 }, (_, i) => make(100_000 + 256 * i)),
}));
