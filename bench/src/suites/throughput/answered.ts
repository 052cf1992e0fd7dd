// Trials whose answer is known: a cluster that is far from keeping up with a rate will not keep up with a higher one.

import type { Measured } from '../common/suite.ts';
import type { ThroughputResult, ThroughputSpec } from './protocol.ts';

/** Share of the requests due below which a target is not measured at higher rates: far enough from 1 that chance has no part in it. */
const leastAnswered = 0.5;

/** Whether a trial can say nothing new. @param earlier valid trials of the run, of all targets */
export function isAnswered(
  { target, load }: ThroughputSpec,
  earlier: readonly Measured<ThroughputSpec, ThroughputResult>[],
): boolean {
  if (load.kind === 'closed') return false;
  return earlier.some(({ spec, result }) => {
    if (spec.target !== target || spec.load.kind === 'closed' || 'unsupported' in result) return false;
    const { ratePerSecond } = spec.load;
    const answered = (result.answered / result.elapsedMs) * 1000;
    return ratePerSecond < load.ratePerSecond && answered < leastAnswered * ratePerSecond;
  });
}
