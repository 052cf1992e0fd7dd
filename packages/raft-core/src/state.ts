// What a server knows: Figure 2 of the Raft paper, its box "State", with the names to the letter. The rules in the files
// beside this one are functions that change it; nothing else may.

import type { Entry } from './commands.ts';
import { type Configuration, isVoter, majorityOf, membersOf } from './configuration.ts';
import { Log } from './log.ts';
import { Majority } from './majority.ts';
import { type Adopted, configurationsIn } from './membership.ts';
import type { LogIndex, ServerId, Term } from './messages.ts';
import type { Progress } from './progress.ts';
import type { PendingRead } from './reads.ts';
import type { Settings } from './settings.ts';
import type { IncomingSnapshot, Snapshot } from './snapshot.ts';
import type { RuleEvent } from './trace.ts';

/** The three roles of Figure 4, and that of a server that asks whether it would win before it stands (§9.6 of the dissertation). */
export type Role = 'follower' | 'pre-candidate' | 'candidate' | 'leader';

/** What must outlive a crash (Figure 2, "Persistent state on all servers", and Figure 13's snapshot). */
export interface StableState {
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  readonly snapshot: Snapshot | null;
  /** The log after the snapshot. */
  readonly entries: readonly Entry[];
}

export interface RaftState {
  readonly id: ServerId;
  readonly settings: Settings;

  // Persistent state on all servers
  currentTerm: Term;
  votedFor: ServerId | null;
  readonly log: Log;
  /** What replaced the beginning of the log (§7), or null. */
  snapshot: Snapshot | null;

  // Volatile state on all servers
  commitIndex: LogIndex;
  lastApplied: LogIndex;
  role: Role;
  /** The leader of currentTerm, where known. */
  leader: ServerId | null;
  /** Grows each time Figure 2 asks for the election timer to be started again: the runtime watches it. */
  heard: number;
  /** The leader was heard within the minimum election timeout: whoever asks for votes now disturbs (§6). */
  leaderIsFresh: boolean;
  /** The configurations in the log, the newest last: a server uses the newest, committed or not (§6). */
  readonly configurations: Adopted[];
  /** The chunks of a snapshot that have arrived so far. */
  incoming: IncomingSnapshot | null;

  // Volatile state on candidates: who has answered, and how
  readonly votesGranted: Set<ServerId>;
  readonly votesRefused: Set<ServerId>;
  /** The election was asked for by the leader: nobody is disturbed by it. */
  leadershipTransfer: boolean;

  // Volatile state on leaders: one for each member, this one among them
  readonly progress: Map<ServerId, Progress>;
  /** The voters' matchIndexes, and the rounds that they have answered. */
  matched: Majority;
  answered: Majority;
  /** The index of the leader's first entry of its own term (§8). */
  firstOfTerm: LogIndex;
  /** How much the uncommitted entries take (bytes). */
  uncommittedBytes: number;
  /** The newest question "am I still the leader?", and the reads that wait for its answer. */
  round: number;
  readonly reads: PendingRead[];
  /** To whom the leadership is to go (dissertation §3.10). */
  transferee: ServerId | null;

  /** What the stable storage is known to hold: see durability.ts. */
  readonly stable: {
    currentTerm: Term;
    votedFor: ServerId | null;
    lastIndex: LogIndex;
    snapshotIndex: LogIndex;
    /** How often the log has lost entries: what was being written then does not count. */
    truncations: number;
  };
  /** Hears what happens, if anybody listens. */
  emit: ((event: RuleEvent) => void) | null;
}

/** A server as it starts, for the first time or again: a follower with what its stable storage holds (§5.2). */
export function newRaft(id: ServerId, settings: Settings, stored: StableState = nothingStored): RaftState {
  const { currentTerm, votedFor, snapshot, entries } = stored;
  const snapshotIndex = snapshot?.lastIncludedIndex ?? 0;
  const log = new Log(entries, snapshotIndex, snapshot?.lastIncludedTerm);
  return {
    ...{ id, settings, currentTerm, votedFor, log, snapshot },
    ...{ commitIndex: snapshotIndex, lastApplied: 0 },
    ...{ role: 'follower', leader: null, heard: 0, leaderIsFresh: false },
    ...{ configurations: configurationsIn(log, snapshot, settings), incoming: null },
    ...{ votesGranted: new Set(), votesRefused: new Set(), leadershipTransfer: false },
    ...{ progress: new Map(), matched: new Majority([]), answered: new Majority([]) },
    ...{ firstOfTerm: 0, uncommittedBytes: 0, round: 0, reads: [], transferee: null },
    stable: { currentTerm, votedFor, lastIndex: log.lastIndex, snapshotIndex, truncations: 0 },
    emit: null,
  };
}

const nothingStored: StableState = { currentTerm: 0, votedFor: null, snapshot: null, entries: [] };

/** Whether the server asks for votes. */
export function isStanding({ role }: RaftState): boolean {
  return role === 'pre-candidate' || role === 'candidate';
}

/** The configuration in force: the newest in the log, committed or not (§6). */
export function configurationOf(raft: RaftState): Configuration {
  return raft.configurations.at(-1)!.configuration;
}

/** The index of the last entry that the newest snapshot covers, or 0. */
export function lastIncludedIndexOf({ snapshot }: RaftState): LogIndex {
  return snapshot?.lastIncludedIndex ?? 0;
}

/** How many servers make a majority. */
export function majority(raft: RaftState): number {
  return majorityOf(configurationOf(raft));
}

/** All members but this server. */
export function peersOf(raft: RaftState): ServerId[] {
  return membersOf(configurationOf(raft)).filter((id) => id !== raft.id);
}

/**
 * Whether this server may stand for election: a voter may, and so may one whose removal is not committed, because without
 * it nobody might have a log that wins the votes (dissertation §4.2.2, Figure 4.6). Its own vote then does not count.
 */
export function mayStand({ id, configurations, commitIndex }: RaftState): boolean {
  const committed = configurations.findLastIndex(({ index }) => index <= commitIndex);
  return configurations.slice(committed).some(({ configuration }) => isVoter(configuration, id));
}

/** A leader that won by its own vote alone is silent until that vote is stable: after a crash it may lead the same term anew. */
export function mayLead({ currentTerm, stable }: RaftState): boolean {
  return stable.currentTerm === currentTerm;
}
