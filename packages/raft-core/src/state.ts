// What a server knows: Figure 2 of the Raft paper, its box "State", with the names to the letter. The rules in the files
// beside this one are functions that change it; nothing else may.

import { Log } from './log.ts';
import type { Entry, LogIndex, ServerId, Term } from './messages.ts';
import type { Settings } from './settings.ts';
import type { RuleEvent } from './trace.ts';

/** The three roles of Figure 4. */
export type Role = 'follower' | 'candidate' | 'leader';

/** What must outlive a crash (Figure 2, "Persistent state on all servers"). */
export interface StableState {
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  readonly entries: readonly Entry[];
}

/** What a leader knows of one server (Figure 2, "Volatile state on leaders"). */
export interface Progress {
  /** Index of the next log entry to send to that server. */
  nextIndex: LogIndex;
  /** Index of the highest log entry known to be replicated on that server. */
  matchIndex: LogIndex;
  /**
   * False while the leader looks for the point where the logs agree: it then asks one question at a time. True once it
   * knows: entries are sent ahead of their acknowledgements.
   */
  pipelining: boolean;
  /** While not pipelining: a question is under way. */
  asking: boolean;
}

export interface RaftState {
  readonly id: ServerId;
  /** All servers of the cluster, this one among them. */
  readonly servers: readonly ServerId[];
  readonly settings: Settings;

  // Persistent state on all servers
  currentTerm: Term;
  votedFor: ServerId | null;
  readonly log: Log;

  // Volatile state on all servers
  commitIndex: LogIndex;
  lastApplied: LogIndex;
  role: Role;
  /** The leader of currentTerm, where known. */
  leader: ServerId | null;
  /** Grows each time Figure 2 asks for the election timer to be started again: the runtime watches it. */
  heard: number;

  // Volatile state on candidates: who has answered, and how
  readonly votesGranted: Set<ServerId>;
  readonly votesRefused: Set<ServerId>;

  // Volatile state on leaders: one for each server, this one among them
  readonly progress: Map<ServerId, Progress>;

  /** What the stable storage is known to hold: see durability.ts. */
  readonly stable: { currentTerm: Term; votedFor: ServerId | null; lastIndex: LogIndex };
  /** Hears what happens, if anybody listens. */
  emit: ((event: RuleEvent) => void) | null;
}

/** A server as it starts, for the first time or again: a follower with what its stable storage holds (§5.2). */
export function newRaft(id: ServerId, settings: Settings, stored: StableState = nothingStored): RaftState {
  const log = new Log(stored.entries);
  const { currentTerm, votedFor } = stored;
  return {
    id,
    servers: Array.from({ length: settings.servers }, (_, i) => i + 1),
    settings,
    currentTerm,
    votedFor,
    log,
    commitIndex: 0,
    lastApplied: 0,
    role: 'follower',
    leader: null,
    heard: 0,
    votesGranted: new Set(),
    votesRefused: new Set(),
    progress: new Map(),
    stable: { currentTerm, votedFor, lastIndex: log.lastIndex },
    emit: null,
  };
}

const nothingStored: StableState = { currentTerm: 0, votedFor: null, entries: [] };

/** How many servers make a majority. */
export function majority(raft: RaftState): number {
  return Math.floor(raft.servers.length / 2) + 1;
}

/** All servers but this one. */
export function peersOf(raft: RaftState): ServerId[] {
  return raft.servers.filter((id) => id !== raft.id);
}
