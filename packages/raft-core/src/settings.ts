// The settings of a cluster, their defaults and their checks. Timing requirement of §5.6: broadcast time must stay far
// below the election timeout. Times are milliseconds on the runtime's clock.

import { refuse, requireFields, requireFlag, requireInteger, show } from './checks.ts';
import { InvalidArgument } from './errors.ts';

export interface Settings {
  /** How many servers, named 1 … servers. From 1 up. */
  readonly servers: number;
  /**
   * A follower that hears nothing for a random time between these two (ms) stands for election (§5.2): above 0, up to
   * 2^31 - 1, the maximum at least 1 ms above the minimum. With one time for all, every vote would be split.
   */
  readonly electionTimeout: readonly [min: number, max: number];
  /** How often a leader lets its followers hear from it (ms). A third of the minimum election timeout unless set. */
  readonly heartbeatInterval: number;
  /** At most so many entries travel in one AppendEntries. */
  readonly maxEntriesPerMessage: number;
  /** At most so many messages are sent to a follower ahead of its acknowledgements. */
  readonly maxMessagesInFlight: number;
  /** A follower that owes acknowledgements for so many bytes or more is sent no more entries. One message holds no more, or one entry. Up to 2^26. */
  readonly maxBytesInFlight: number;
  /** A leader with so many uncommitted entries takes no more proposals. */
  readonly maxUncommitted: number;
  /** A leader whose uncommitted entries have so many bytes or more takes no more proposals: one goes beyond at most. Up to 2^40. */
  readonly maxUncommittedBytes: number;
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
  /** A snapshot is sent in chunks of so many bytes, up to 2^27. */
  readonly snapshotChunk: number;
  /** So many client sessions are kept; opening one more closes the one that was used least recently. */
  readonly maxSessions: number;
  /** Fixes every random choice of the cluster: a 32-bit unsigned integer. */
  readonly seed: number;
}

/** The longest time that a timer can be set to (ms). */
const longest = 2 ** 31 - 1;
/** The grain of an event loop's timers (ms): times that lie closer together end at once. */
const shortestSpan = 1;

/** Completes, checks and copies settings. One that is undefined has its default. @throws InvalidArgument naming the setting */
export function settings(given: Partial<Settings> = {}): Settings {
  requireFields('settings', given, names);
  const electionTimeout = requireTimeout(given.electionTimeout);
  const snapshotThreshold = integer('snapshotThreshold', given.snapshotThreshold, 0, 0, 1_000_000_000);
  const tail = Math.floor(snapshotThreshold / 4);
  return {
    servers: integer('servers', given.servers, 3, 1, 10_001),
    electionTimeout,
    heartbeatInterval: requireInterval(given.heartbeatInterval, electionTimeout),
    maxEntriesPerMessage: integer('maxEntriesPerMessage', given.maxEntriesPerMessage, 1024, 1, 1_000_000),
    maxMessagesInFlight: integer('maxMessagesInFlight', given.maxMessagesInFlight, 256, 1, 1_000_000),
    maxBytesInFlight: integer('maxBytesInFlight', given.maxBytesInFlight, 16 * 1024 * 1024, 1, 2 ** 26),
    maxUncommitted: integer('maxUncommitted', given.maxUncommitted, 65_536, 1, 1_000_000_000),
    maxUncommittedBytes: integer('maxUncommittedBytes', given.maxUncommittedBytes, 2 ** 28, 1, 2 ** 40),
    preVote: flag('preVote', given.preVote),
    checkQuorum: flag('checkQuorum', given.checkQuorum),
    snapshotThreshold,
    trailingEntries: integer('trailingEntries', given.trailingEntries, tail, 0, 1_000_000_000),
    catchUpEntries: integer('catchUpEntries', given.catchUpEntries, 65_536, 0, 1_000_000_000),
    snapshotChunk: integer('snapshotChunk', given.snapshotChunk, 64 * 1024, 1, 2 ** 27),
    maxSessions: integer('maxSessions', given.maxSessions, 10_000, 1, 100_000_000),
    seed: integer('seed', given.seed, 1, 0, 0xffff_ffff),
  };
}

const names: readonly (keyof Settings)[] = [
  ...(['servers', 'electionTimeout', 'heartbeatInterval'] as const),
  ...(['maxEntriesPerMessage', 'maxMessagesInFlight', 'maxBytesInFlight', 'maxUncommitted'] as const),
  ...(['maxUncommittedBytes', 'preVote', 'checkQuorum', 'snapshotThreshold', 'trailingEntries'] as const),
  ...(['catchUpEntries', 'snapshotChunk', 'maxSessions', 'seed'] as const),
];

function integer(name: string, value: number | undefined, unset: number, min: number, max: number): number {
  if (value === undefined) return unset;
  requireInteger(name, value, min, max);
  return value;
}

function flag(name: string, value: boolean | undefined): boolean {
  if (value === undefined) return true;
  requireFlag(name, value);
  return value;
}

/** With one timeout for all, servers that begin together stand together, and split every vote. */
function requireTimeout(value: Settings['electionTimeout'] = [150, 300]): Settings['electionTimeout'] {
  if (!Array.isArray(value) || value.length !== 2)
    refuse('electionTimeout', value, 'two times in ms, such as [150, 300]');
  const [min, max] = value;
  if (!(isTime(min) && isTime(max) && min + shortestSpan <= max))
    throw new InvalidArgument(
      `electionTimeout is [${show(min)}, ${show(max)}] ms: give 0 < min, and max from min + 1 to ${longest}, so that not all stand at once`,
    );
  return [min, max];
}

function requireInterval(value: number | undefined, [min]: Settings['electionTimeout']): number {
  if (value === undefined) return min / 3;
  if (!(isTime(value) && value < min))
    throw new InvalidArgument(
      `heartbeatInterval is ${show(value)} ms: give more than 0 and less than the election timeout's minimum, ${min} ms`,
    );
  return value;
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value <= longest;
}

/** A fresh election timeout (ms), drawn evenly from the range, so that split votes are rare (§5.2). */
export function randomElectionTimeout(
  { electionTimeout: [min, max] }: Settings,
  random: () => number,
): number {
  return min + random() * (max - min);
}
