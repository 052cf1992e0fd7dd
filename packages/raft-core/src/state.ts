// A server's state: the box "State" of Figure 2, with its names to the letter. Only the rules in the files beside this one
// change it.

import type { Entry } from './commands.ts';
import { type Configuration, initialConfiguration, isVoter, majorityOf, membersOf } from './configuration.ts';
import type { RuleEvent } from './events.ts';
import type { LogIndex, Role, ServerId, Term } from './ids.ts';
import { Log, type Snapshot } from './log.ts';
import { Majority } from './majority.ts';
import type { Progress } from './progress.ts';
import type { Settings } from './settings.ts';

/** A configuration and the index of its entry; index 0 for the cluster's initial one. */
export interface ConfigurationEntry {
  readonly index: LogIndex;
  readonly configuration: Configuration;
}

/** A read waiting for leadership to be confirmed. */
export interface PendingRead {
  /** The server that the client reads through. */
  readonly from: ServerId;
  /** Identifies the read at that server. */
  readonly readId: number;
  /** The index to be applied before the read is answered. */
  readonly readIndex: LogIndex;
  /** The round that a majority must have answered. */
  readonly round: number;
}

export interface IncomingSnapshot {
  /** The term of the leader that sent the last chunk. */
  term: Term;
  readonly lastIncludedIndex: LogIndex;
  readonly lastIncludedTerm: Term;
  readonly chunks: Uint8Array[];
  /** Bytes received. */
  offset: number;
}

/** State that survives a crash (Figure 2, "Persistent state on all servers", and Figure 13's snapshot). */
export interface StableState {
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  readonly snapshot: Snapshot | null;
  /** Log entries after the snapshot. */
  readonly entries: readonly Entry[];
}

export interface RaftState {
  readonly id: ServerId;
  readonly settings: Settings;

  // Persistent state on all servers
  currentTerm: Term;
  votedFor: ServerId | null;
  readonly log: Log;
  /** The newest snapshot (§7), or null. */
  snapshot: Snapshot | null;

  // Volatile state on all servers
  commitIndex: LogIndex;
  lastApplied: LogIndex;
  role: Role;
  /** The leader of currentTerm, where known. */
  leader: ServerId | null;
  /** Number of election timer resets that Figure 2 asks for; the runtime restarts its timer when it changes. */
  heard: number;
  /** A leader was heard within the minimum election timeout, so a vote request is refused as disruptive (§6). */
  leaderIsFresh: boolean;
  /** Configurations in the log, newest last. The newest is in force, committed or not (§6). */
  readonly configurations: ConfigurationEntry[];
  /** A snapshot being received, or null. */
  incoming: IncomingSnapshot | null;

  // Volatile state on candidates: voters by their answer
  readonly votesGranted: Set<ServerId>;
  readonly votesRefused: Set<ServerId>;
  /** The leader asked for this election (dissertation §3.10), so it is not disruptive. */
  leadershipTransfer: boolean;

  // Volatile state on leaders: one for each member, this server included
  readonly progress: Map<ServerId, Progress>;
  /** The voters' matchIndexes. */
  matched: Majority;
  /** The newest read rounds that the voters have answered. */
  answered: Majority;
  /** The index of the leader's first entry of its own term (§8). */
  firstOfTerm: LogIndex;
  /** Size of the uncommitted entries (bytes), approximately. */
  uncommittedBytes: number;
  /** The newest round of leadership confirmation (dissertation §6.4), counted per term. */
  round: number;
  /** Reads that wait for their round to be confirmed, oldest first. */
  readonly reads: PendingRead[];
  /** Target of a leadership transfer under way (dissertation §3.10), or null. */
  transferee: ServerId | null;

  /** State known to be on stable storage (durability.ts). */
  readonly stable: {
    currentTerm: Term;
    votedFor: ServerId | null;
    lastIndex: LogIndex;
    snapshotIndex: LogIndex;
    /** Number of log truncations. A write that began before the newest one does not count. */
    truncations: number;
  };
  /** Trace listener, or null. */
  emit: ((event: RuleEvent) => void) | null;
}

/** A server at start or restart: a follower with the state of its stable storage (§5.2). */
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

/** The configurations in a stored log, preceded by the snapshot's or the cluster's initial one. */
export function configurationsIn(
  log: Log,
  snapshot: Snapshot | null,
  { servers }: Settings,
): ConfigurationEntry[] {
  const configuration = snapshot?.configuration ?? initialConfiguration(servers);
  const adopted: ConfigurationEntry[] = [{ index: log.snapshotIndex, configuration }];
  for (const [i, { command }] of log.slice(log.firstIndex).entries())
    if (command.type === 'configuration')
      adopted.push({ index: log.firstIndex + i, configuration: command.configuration });
  return adopted;
}

/** Whether the server asks for votes: it is a pre-candidate or a candidate. */
export function isCampaigning({ role }: RaftState): boolean {
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

/** Number of voters in a majority. */
export function majority(raft: RaftState): number {
  return majorityOf(configurationOf(raft));
}

/** All members but this server. */
export function peersOf(raft: RaftState): ServerId[] {
  return membersOf(configurationOf(raft)).filter((id) => id !== raft.id);
}

/**
 * Whether this server may campaign: it is a voter, or its removal is not committed yet. Without the latter no
 * server might have a log that wins the votes (dissertation §4.2.2, Figure 4.6). A removed server's own vote does not count.
 */
export function promotable({ id, configurations, commitIndex }: RaftState): boolean {
  const committed = configurations.findLastIndex(({ index }) => index <= commitIndex);
  return configurations.slice(committed).some(({ configuration }) => isVoter(configuration, id));
}

/** A sole-vote leader sends nothing until its vote is durable: after a crash it could lead the same term again. */
export function mayLead({ currentTerm, stable }: RaftState): boolean {
  return stable.currentTerm === currentTerm;
}
