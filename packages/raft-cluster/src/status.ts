// A server's status, for observers.

import {
  type Configuration,
  configurationOf,
  type LogIndex,
  type RaftState,
  type Role,
  type ServerId,
  type Term,
} from '@three-ways/raft-core';

/** A crashed server's status is that of the crash, with `running` false. */
export interface Status {
  readonly id: ServerId;
  readonly running: boolean;
  readonly role: Role;
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  /** The leader of `currentTerm`, where known. */
  readonly leader: ServerId | null;
  readonly commitIndex: LogIndex;
  readonly lastApplied: LogIndex;
  readonly firstLogIndex: LogIndex;
  readonly lastLogIndex: LogIndex;
  /** The newest configuration in the log, committed or not (§6). Without voters on a server that has not been added yet. */
  readonly configuration: Configuration;
}

export function statusOf(raft: RaftState, running: boolean): Status {
  const { id, role, currentTerm, votedFor, leader, commitIndex, lastApplied, log } = raft;
  const { firstIndex: firstLogIndex, lastIndex: lastLogIndex } = log;
  const configuration = configurationOf(raft);
  return {
    ...{ id, running, role, currentTerm, votedFor, leader },
    ...{ commitIndex, lastApplied, firstLogIndex, lastLogIndex, configuration },
  };
}
