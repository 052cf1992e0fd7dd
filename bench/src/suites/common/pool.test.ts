// Histograms of both languages, and the latencies of several processes as one distribution.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { countsOf, decode, encode, newLatencies, record } from './latencies.ts';
import { LatencyPool } from './pool.ts';

const shared: {
  readonly nanoseconds: readonly number[];
  readonly encoded: Readonly<Record<'go' | 'typescript', string>>;
} = JSON.parse(
  readFileSync(
    new URL('../../../../go-reference/workloads/testdata/latencies.json', import.meta.url),
    'utf8',
  ),
);

function latenciesOf(nanoseconds: readonly number[]) {
  const latencies = newLatencies();
  for (const latency of nanoseconds) record(latencies, 0, latency / 1e6);
  return latencies;
}

test.each(['go', 'typescript'] as const)(
  'a histogram that %s has made holds what was recorded',
  (language) => {
    const own = latenciesOf(shared.nanoseconds);
    expect(countsOf(decode(shared.encoded[language]))).toEqual(countsOf(own));
    expect(countsOf(decode(encode(own)))).toEqual(countsOf(own));
  },
);

test('histograms of both languages are one distribution', () => {
  const pool = new LatencyPool([decode(shared.encoded.go), decode(shared.encoded.typescript)]);
  const [lowest, middle, highest] = pool.quantiles([0, 0.5, 1]);
  expect(lowest).toBe(0.001);
  expect(middle).toBeCloseTo(12.35, 1);
  expect(highest! / 60e6).toBeCloseTo(1, 1);
});

test('a latency is off by less than one part in a hundred, and never beyond a minute', () => {
  for (let value = 1; value < 60e9; value = Math.ceil(value * 1.3)) {
    const [[counted]] = countsOf(latenciesOf([value])) as [[number, number]];
    expect(counted / value).toBeGreaterThanOrEqual(1);
    expect(counted / value).toBeLessThan(1.01);
  }
  expect(() => latenciesOf([90e9, -1])).not.toThrow();
});

test('a process counts with all its requests, and the interval is over processes', () => {
  const fast = latenciesOf(Array<number>(900).fill(1000));
  const slow = latenciesOf(Array<number>(100).fill(1_000_000));
  expect(new LatencyPool([fast, slow]).estimates([0.9, 0.901])).toMatchObject([
    { low: null, high: null },
    { low: null, high: null },
  ]);
  const [at90, at901] = new LatencyPool([fast, slow]).quantiles([0.9, 0.901]);
  expect([at90! < 2, at901! > 900]).toEqual([true, true]);
  const [p50] = new LatencyPool([fast, fast, fast, slow, slow, slow]).estimates([0.5]);
  expect(p50!.low).toBeLessThan(2);
  const [p99] = new LatencyPool(Array(6).fill(fast)).estimates([0.99]);
  expect([p99!.low, p99!.high]).toEqual([p99!.median, p99!.median]);
});
