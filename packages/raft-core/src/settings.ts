// The settings of a cluster: defaults and validation. Times are in ms on the runtime's clock. Timing requirement (§5.6):
// broadcast time ≪ election timeout.

import { refuse, requireFields, requireFlag, requireInteger, show } from './checks.ts';
import { InvalidArgument } from './errors.ts';

export interface Settings {
  /** Number of servers, with ids from 1 to `servers`: 1 to 10,001. Default 3. */
  readonly servers: number;
  /**
   * Range of the randomized election timeout (ms; §5.2): 0 < min, min + 1 <= max < 2^31. Or min = max: timeouts are then not
   * random, and servers that start together split every vote, as at 150-150 in Figure 16. Default [150, 300].
   */
  readonly electionTimeout: readonly [min: number, max: number];
  /** Interval of a leader's heartbeats (ms), below the minimum election timeout. Default: a third of it. */
  readonly heartbeatInterval: number;
  /** Maximum entries in one AppendEntries. Default 1,024. */
  readonly maxEntriesPerMessage: number;
  /** Maximum unacknowledged messages to one follower. Default 256. */
  readonly maxMessagesInFlight: number;
  /**
   * Unacknowledged bytes at which a follower is sent no more entries, up to 2^26; also the maximum of one message, unless it
   * holds a single entry. Default 16 MiB.
   */
  readonly maxBytesInFlight: number;
  /** Maximum uncommitted entries at a leader; further proposals are `Overloaded`. Default 65,536. */
  readonly maxUncommitted: number;
  /**
   * Bytes of uncommitted entries at which a leader takes no more proposals (`Overloaded`), up to 2^40; the last entry accepted
   * may exceed it. Default 256 MiB.
   */
  readonly maxUncommittedBytes: number;
  /** Whether PreVote precedes each election (dissertation §9.6). Default true. */
  readonly preVote: boolean;
  /**
   * Whether a leader without a majority steps down, and a server with a live leader refuses to vote (dissertation §6.2,
   * §4.2.3). Default true.
   */
  readonly checkQuorum: boolean;
  /** Applied entries between snapshots (§7); 0, the default, for none. */
  readonly snapshotThreshold: number;
  /** Entries kept in the log behind a snapshot, so that a slow follower needs none. Default: a quarter of snapshotThreshold. */
  readonly trailingEntries: number;
  /** Further entries kept for an active follower that is catching up; one that lags more is sent a snapshot. Default 65,536. */
  readonly catchUpEntries: number;
  /** Size of a snapshot chunk (bytes), up to 2^27. Default 64 KiB. */
  readonly snapshotChunk: number;
  /** Maximum client sessions; beyond it the least recently used one is evicted. The same on all servers. Default 10,000. */
  readonly maxSessions: number;
  /** Seed of the cluster's random choices: a 32-bit unsigned integer. Default 1. */
  readonly seed: number;
}

/** Maximum delay of a timer (ms). */
const longest = 2 ** 31 - 1;
/** Granularity of an event loop's timers (ms): timeouts of a shorter span would elapse together, although drawn at random. */
const shortestSpan = 1;

/** Validates settings and fills in the defaults. @throws InvalidArgument naming the setting */
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

/** A range, or one timeout given twice. */
function requireTimeout(value: Settings['electionTimeout'] = [150, 300]): Settings['electionTimeout'] {
  if (!Array.isArray(value) || value.length !== 2)
    refuse('electionTimeout', value, 'two times in ms, such as [150, 300]');
  const [min, max] = value;
  if (!(isTime(min) && isTime(max) && (min + shortestSpan <= max || min === max)))
    throw new InvalidArgument(
      `electionTimeout is [${show(min)}, ${show(max)}] ms: give 0 < min, and max from min + 1 to ${longest}, so that not all campaign at once; or max = min, so that they do`,
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
