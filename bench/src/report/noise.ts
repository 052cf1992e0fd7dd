// The noise of a run: what else the machine did, and how much a target differs from itself.

import { quantile } from '../figures/statistics.ts';
import { isDisturbed } from '../results/disturbance.ts';
import { type Control, controlsOf } from '../results/figures.ts';
import type { Results } from '../results/results.ts';
import type { Suite } from '../suites/common/suite.ts';
import { decimals } from '../tables/cells.ts';

/** Rows of the environment's table. */
export function noiseRows(results: Results, suites: readonly Suite[]): string[][] {
  const { noise } = results;
  return [
    ...(noise ? [['Other programs before', `${decimals(noise.otherCpus, 2)} CPUs`]] : []),
    ...meanwhileRow(results),
    ...controlsOf(results, suites).map(controlRow),
  ];
}

/** CPU time of other programs during the trials. */
function meanwhileRow({ trials }: Results): string[][] {
  const during = trials.flatMap(({ disturbance }) =>
    disturbance === undefined ? [] : [disturbance.otherCpus],
  );
  if (during.length === 0) return [];
  const [median, most] = [quantile(during, 0.5), Math.max(...during)].map((cpus) => decimals(cpus, 2));
  return [['Other programs meanwhile', `${median} CPUs in the median, ${most} at most`]];
}

function controlRow({ suite, metric, target, ratio: { median, low, high } }: Control): string[] {
  const interval = low === null || high === null ? '' : ` (${decimals(low, 2)}–${decimals(high, 2)})`;
  return [`A/A, ${suite}`, `${target} against itself: ${metric} × ${decimals(median, 2)}${interval}`];
}

/** Difference of a target from itself from which a run is called noisy. */
const largestOwnDifference = 0.1;

/** What makes a run doubtful; none for a quiet one. */
export function noiseNotes(results: Results, suites: readonly Suite[]): string[] {
  const disturbed = results.trials.filter(isDisturbed).length;
  const differing = controlsOf(results, suites).filter(
    ({ ratio }) => Math.abs(ratio.median - 1) > largestOwnDifference,
  );
  return [
    ...(disturbed > 0
      ? [
          `Noise: during ${disturbed} of ${results.trials.length} trials other programs kept the machine busy.`,
        ]
      : []),
    ...differing.map(
      ({ suite, target }) =>
        `Noise: in ${suite}, ${target} differs from itself (A/A) by more than 10 %: a smaller difference between targets means nothing.`,
    ),
  ];
}
