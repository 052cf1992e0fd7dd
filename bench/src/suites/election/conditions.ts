// The conditions of elections: what the settings of one table have in common.

import type { Setting } from '../../figures/figure.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';

/** Time without a leader at which an election is given up (ms). */
export const longest = 10_000;

/** Settings that differ in their timeouts alone, for each broadcast time, without and with PreVote. */
export function settingsByConditions(figures: SuiteFigures): readonly (readonly Setting[])[] {
  const groups = Map.groupBy(figures.settings('latency'), ({ broadcastTime, preVote }) =>
    JSON.stringify([broadcastTime, preVote]),
  );
  return [...groups.values()];
}

export function timesCaption(settings: readonly Setting[]): string {
  return `Time without a leader, ms (${conditions(settings[0]!)})`;
}

export function excessCaption(settings: readonly Setting[]): string {
  return `Time beyond the ideal from the new leader's timeout on, ms (${conditions(settings[0]!)})`;
}

/** The defaults are those of runs that recorded fewer settings. */
export function conditions({ servers, broadcastTime = 0, preVote = 1 }: Setting): string {
  const network = broadcastTime === 0 ? 'no network delay' : `broadcast time ${broadcastTime} ms`;
  return `${servers} servers, ${network}, ${preVote ? 'with' : 'without'} pre-vote`;
}

/** The election timeouts: `150–300`. */
export function rangeOf({ electionTimeoutMin, electionTimeoutMax }: Setting): string {
  return `${electionTimeoutMin}–${electionTimeoutMax}`;
}
