// Durations of trials in the runs before this one: what the estimate of the time left begins with.

import { type Results, readResults, resultsFile, type Trial } from '../results/results.ts';
import { foldersIn } from '../results/run-folder.ts';
import { durationsOf } from './estimate.ts';

/** Runs that are read: a run of one suite should not make the bench forget the others. */
const runsRead = 4;

/** Mean durations of trials (ms), by `durationsOf`: each from the newest run that has some. @param earlier this run's first part */
export function earlierDurations(
  earlier: Results | undefined,
  root: string | undefined,
): ReadonlyMap<string, number> {
  const runs = foldersIn(root).slice(0, runsRead).map(trialsOf).reverse();
  if (earlier !== undefined) runs.push(earlier.trials);
  return new Map(runs.flatMap((trials) => [...durationsOf(trials.filter(({ outcome }) => outcome.ok))]));
}

function trialsOf(folder: string): readonly Trial[] {
  try {
    return readResults(resultsFile(folder)).trials;
  } catch {
    return []; // nothing was measured, or by a bench of another version
  }
}
