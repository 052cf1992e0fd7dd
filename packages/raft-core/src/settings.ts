// The settings of a cluster, their defaults and their checks. Timing requirement of §5.6: broadcast time must stay far
// below the election timeout. Times are milliseconds on the runtime's clock.

import { InvalidArgument } from './errors.ts';

export interface Settings {
  /** How many servers, named 1 … servers. From 1 up. */
  readonly servers: number;
  /** A follower that hears nothing for a random time between these two (ms) stands for election (§5.2). */
  readonly electionTimeout: readonly [min: number, max: number];
  /** How often a leader lets its followers hear from it (ms). A third of the minimum election timeout unless set. */
  readonly heartbeatInterval: number;
  /** At most so many entries travel in one AppendEntries. */
  readonly maxEntriesPerMessage: number;
  /** At most so many messages are sent to a follower ahead of its acknowledgements. */
  readonly maxMessagesInFlight: number;
  /** A follower that owes acknowledgements for so many bytes or more is sent no more entries. One message holds no more, or one entry. */
  readonly maxBytesInFlight: number;
  /** A leader with so many uncommitted entries takes no more proposals. */
  readonly maxUncommitted: number;
  /** Ask whether an election could be won before it is held (dissertation §9.6). */
  readonly preVote: boolean;
  /** A leader that hears from no majority steps down, and who hears a leader refuses to vote (dissertation §6.2, §4.2.3). */
  readonly checkQuorum: boolean;
  /** A log of so many applied entries is replaced by a snapshot; 0 for never (§7). */
  readonly snapshotThreshold: number;
  /** Entries kept in the log behind a snapshot, so that a slow follower needs none; a quarter of snapshotThreshold unless set. */
  readonly trailingEntries: number;
  /** Entries kept beyond those for a follower that still answers while it catches up; one that lags more is sent a snapshot. */
  readonly catchUpEntries: number;
  /** A snapshot is sent in chunks of so many bytes. */
  readonly snapshotChunk: number;
  /** So many client sessions are kept; opening one more closes the one that was used least recently. */
  readonly maxSessions: number;
  /** Fixes every random choice of the cluster: a 32-bit unsigned integer. */
  readonly seed: number;
}

const defaults = {
  servers: 3,
  electionTimeout: [150, 300],
  maxEntriesPerMessage: 1024,
  maxMessagesInFlight: 256,
  maxBytesInFlight: 16 * 1024 * 1024,
  maxUncommitted: 65_536,
  preVote: true,
  checkQuorum: true,
  snapshotThreshold: 0,
  catchUpEntries: 65_536,
  snapshotChunk: 64 * 1024,
  maxSessions: 10_000,
  seed: 1,
} as const;

/** Completes and checks settings. @throws InvalidArgument naming the setting. */
export function settings(given: Partial<Settings> = {}): Settings {
  const electionTimeout = given.electionTimeout ?? defaults.electionTimeout;
  const trailingEntries = Math.floor((given.snapshotThreshold ?? defaults.snapshotThreshold) / 4);
  const all = { ...defaults, heartbeatInterval: electionTimeout[0] / 3, trailingEntries, ...given };
  requireInteger('servers', all.servers, 1, 10_001);
  requireTimes(all);
  requireInteger('maxEntriesPerMessage', all.maxEntriesPerMessage, 1, 1_000_000);
  requireInteger('maxMessagesInFlight', all.maxMessagesInFlight, 1, 1_000_000);
  requireInteger('maxBytesInFlight', all.maxBytesInFlight, 1, 2 ** 40);
  requireInteger('maxUncommitted', all.maxUncommitted, 1, 1_000_000_000);
  requireInteger('snapshotThreshold', all.snapshotThreshold, 0, 1_000_000_000);
  requireInteger('trailingEntries', all.trailingEntries, 0, 1_000_000_000);
  requireInteger('catchUpEntries', all.catchUpEntries, 0, 1_000_000_000);
  requireInteger('snapshotChunk', all.snapshotChunk, 1, 2 ** 30);
  requireInteger('maxSessions', all.maxSessions, 1, 100_000_000);
  requireInteger('seed', all.seed, 0, 0xffff_ffff);
  return all;
}

function requireTimes({ electionTimeout: [min, max], heartbeatInterval }: Settings): void {
  if (!(min > 0 && max >= min && Number.isFinite(max)))
    throw new InvalidArgument(`electionTimeout is [${min}, ${max}] ms: give 0 < min <= max`);
  if (!(heartbeatInterval > 0 && heartbeatInterval < min))
    throw new InvalidArgument(
      `heartbeatInterval is ${heartbeatInterval} ms: give more than 0 and less than the election timeout's minimum, ${min} ms`,
    );
}

function requireInteger(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max)
    throw new InvalidArgument(`${name} is ${value}: give an integer from ${min} to ${max}`);
}

/** A fresh election timeout (ms), drawn evenly from the range, so that split votes are rare (§5.2). */
export function randomElectionTimeout(
  { electionTimeout: [min, max] }: Settings,
  random: () => number,
): number {
  return min + random() * (max - min);
}
