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
  /** At most so many entries are sent to a follower ahead of its acknowledgement. */
  readonly maxEntriesInFlight: number;
  /** Fixes every random choice of the cluster: a 32-bit unsigned integer. */
  readonly seed: number;
}

const defaults = {
  servers: 3,
  electionTimeout: [150, 300],
  maxEntriesPerMessage: 1024,
  maxEntriesInFlight: 8192,
  seed: 1,
} as const;

/** Completes and checks settings. @throws InvalidArgument naming the setting. */
export function settings(given: Partial<Settings> = {}): Settings {
  const electionTimeout = given.electionTimeout ?? defaults.electionTimeout;
  const all = { ...defaults, heartbeatInterval: electionTimeout[0] / 3, ...given };
  requireInteger('servers', all.servers, 1, 10_001);
  requireTimes(all);
  requireInteger('maxEntriesPerMessage', all.maxEntriesPerMessage, 1, 1_000_000);
  requireInteger('maxEntriesInFlight', all.maxEntriesInFlight, 1, 1_000_000_000);
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
