// What elections take beyond the ideal: the same servers in virtual time, in which computing takes none.

import { type Findings, publishedQuantile } from '@three-ways/bench/findings';
import { figureOf, type Value } from '../findings/notation.ts';

type Setting = Readonly<Record<string, number>>;

/** The condition of Figure 16 that the text speaks of. */
export const usual = 'servers=5 electionTimeoutMin=150 electionTimeoutMax=300 broadcastTime=15 preVote=0';

/** Excess of a quantile over the ideal's (ms). @throws BuildError if the run lacks one of them */
export function excess(target: string, q: number, run: Findings, setting = usual): Value {
  const [figure, ideal] = [target, 'ideal'].map((name) =>
    figureOf(`${name} election.latency ${setting}`, run),
  );
  return { ...run.difference(figure!, ideal!, q)!, unit: 'ms' };
}

/** Ends of the ranges of timeouts that the paper's table has room for (ms); the bench's own tables have all. */
const tabled: readonly (number | undefined)[] = [155, 200, 300, 24];

/** The settings of Figure 16 that are tabled and in which the run has the ideal: a broadcast time of 15 ms, and no PreVote. */
export function settingsWithIdeal({ results }: Findings): Setting[] {
  return results.figures
    .filter(({ suite, metric, target }) => suite === 'election' && metric === 'latency' && target === 'ideal')
    .map(({ setting }) => setting)
    .filter(
      ({ broadcastTime, preVote, electionTimeoutMax }) =>
        broadcastTime === 15 && preVote === 0 && tabled.includes(electionTimeoutMax),
    );
}

export const written = (setting: Setting): string =>
  Object.entries(setting)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');

/** A quantile of the samples published for the Raft paper; none for most settings. */
export const published = publishedQuantile;
