// A target that saturates far below a rate is not measured at higher ones.

import { expect, test } from 'vitest';
import type { Measured } from '../common/suite.ts';
import { isAnswered } from './answered.ts';
import type { ThroughputResult, ThroughputSpec } from './protocol.ts';
import { everything } from './settings.ts';

const specs = everything.map(
  (setting): ThroughputSpec => ({ suite: 'throughput', target: 'go', ...setting, seed: 1 }),
);

/** A trial at the rate that answers as many requests a second. */
function trialAt(rate: number, answersPerSecond: number): Measured<ThroughputSpec, ThroughputResult> {
  const spec = specs.find(({ load }) => load.kind === 'open' && load.ratePerSecond === rate)!;
  const result = { suite: 'throughput', answered: answersPerSecond / 2, elapsedMs: 500 } as ThroughputResult;
  return { spec, result };
}

function leftOut(...earlier: Measured<ThroughputSpec, ThroughputResult>[]): number[] {
  const answered = specs.filter((spec) => isAnswered(spec, earlier));
  return answered.flatMap(({ load }) => (load.kind === 'open' ? load.ratePerSecond : 0));
}

test('less than half of what is due ends a target’s rates', () => {
  expect(leftOut(trialAt(200_000, 99_000))).toEqual([500_000, 1_000_000, 2_000_000]);
});

test('half and more does not, nor does what another target answers', () => {
  expect(leftOut(trialAt(200_000, 100_000))).toEqual([]);
  const { spec, result } = trialAt(200_000, 99_000);
  expect(leftOut({ spec: { ...spec, target: 'async' }, result })).toEqual([]);
});
