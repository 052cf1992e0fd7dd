// Entries that a leader appends to its log: clients' commands (Figure 2, "Leaders", second rule), and its own.

import { type Command, sizeOf } from './commands.ts';
import { NotLeader, Overloaded } from './errors.ts';
import type { LogIndex } from './ids.ts';
import { adoptConfiguration } from './membership.ts';
import type { RaftState } from './state.ts';

/**
 * Figure 2, "Leaders": a command from a client is appended to the local log.
 * @throws NotLeader on any other server, and during a leadership transfer
 * @throws Overloaded with maxUncommitted uncommitted entries
 */
export function propose(raft: RaftState, command: Command): LogIndex {
  if (raft.role !== 'leader') throw new NotLeader(raft.id, raft.leader);
  if (raft.transferee !== null) throw new NotLeader(raft.id, raft.transferee);
  const uncommitted = raft.log.lastIndex - raft.commitIndex;
  if (uncommitted >= raft.settings.maxUncommitted)
    throw new Overloaded(`server ${raft.id} has ${uncommitted} uncommitted entries: ask again later`);
  if (raft.uncommittedBytes >= raft.settings.maxUncommittedBytes)
    throw new Overloaded(
      `server ${raft.id} has ${raft.uncommittedBytes} bytes of uncommitted entries: ask again later`,
    );
  return appendAsLeader(raft, command);
}

export function appendAsLeader(raft: RaftState, command: Command): LogIndex {
  const { id: server, currentTerm: term } = raft;
  const entry = { term, command };
  const index = raft.log.append(entry);
  raft.uncommittedBytes += sizeOf(entry);
  raft.emit?.({ type: 'append', server, term, firstIndex: index, lastIndex: index, terms: [term] });
  adoptConfiguration(raft, index, entry);
  return index;
}
