// What elections take beyond the ideal: the same servers in virtual time, in which computing takes none.

import { type Findings, publishedQuantile } from '@three-ways/bench/findings';
import { figureOf, type Value } from '../findings/notation.ts';

type Setting = Readonly<Record<string, number>>;

/** The condition of Figure 16 that the text speaks of, and the same without a delay. */
export const usual = 'servers=5 electionTimeoutMin=150 electionTimeoutMax=300 broadcastTime=15 preVote=0';
export const undelayed = usual.replace('broadcastTime=15', 'broadcastTime=0');

/**
 * By how much a quantile of one target exceeds another's, or the ideal's, from the new leader's timeout as drawn to its first
 * heartbeat (ms). @throws BuildError if the run lacks one of them
 */
export function later(target: string, than: string, q: number, run: Findings, setting: string): Value {
  const [figure, base] = [target, than].map((name) =>
    figureOf(`${name} election.electedAfter ${setting}`, run),
  );
  return { ...run.difference(figure!, base!, q)!, unit: 'ms' };
}

/** Ends of the ranges of timeouts that the paper's table has room for (ms); the bench's own tables have all. */
const tabled: readonly (number | undefined)[] = [155, 200, 300, 24];

/** The tabled settings of Figure 16 in which the run has the ideal: 15 ms broadcast time, at 150–300 ms also none; no PreVote. */
export function settingsWithIdeal({ results }: Findings): Setting[] {
  return results.figures
    .filter(({ suite, metric, target }) => suite === 'election' && metric === 'latency' && target === 'ideal')
    .map(({ setting }) => setting)
    .filter(
      ({ broadcastTime, preVote, electionTimeoutMax }) =>
        preVote === 0 &&
        tabled.includes(electionTimeoutMax) &&
        (broadcastTime === 15 || electionTimeoutMax === 300),
    );
}

export const written = (setting: Setting): string =>
  Object.entries(setting)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');

/** A quantile of the samples published for the Raft paper; none for most settings. */
export const published = publishedQuantile;
