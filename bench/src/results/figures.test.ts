// From trials to figures.

import { expect, test } from 'vitest';
import { throughput } from '../suites/throughput/suite.ts';
import { computeFigures } from './figures.ts';
import type { Trial } from './results.ts';

/** A one-second trial with one proposal outstanding. */
function trial(target: string, round: number, commits: number, failed = false): Trial {
  const [setting] = throughput.settings('quick');
  const proof = { expected: commits, applied: [commits], digests: ['00'] };
  const result = {
    suite: 'throughput' as const,
    answered: commits,
    elapsedMs: 1000,
    warmup: { answered: 0, elapsedMs: 0 },
    latencyUs: { p50: 1, p90: 2, p99: 2, p999: 3, max: 4 },
    cpuMs: { user: 1, system: 1 },
    proof,
  };
  return {
    number: 1,
    suite: 'throughput',
    round,
    startedAt: new Date(0).toISOString(),
    elapsedMs: 1000,
    spec: { suite: 'throughput', target, seed: 1, ...setting } as Trial['spec'],
    outcome: failed ? { ok: false, reason: 'a test' } : { ok: true, result },
  };
}

function commitsOf(target: string, trials: Trial[]) {
  const figures = computeFigures([throughput], ['async', 'go'], trials, 1);
  return figures.find((figure) => figure.metric === 'commits' && figure.target === target)!;
}

test('a ratio is taken round by round, so that a slow round of both cancels out', () => {
  const trials = [1000, 100, 4000, 2000, 3000, 500].flatMap((commits, i) => [
    trial('async', i + 1, commits),
    trial('go', i + 1, commits * 2),
  ]);
  expect(commitsOf('async', trials).ratio).toEqual({ median: 0.5, low: 0.5, high: 0.5 });
});

test('a round that lacks one of the two has no ratio', () => {
  const trials = [trial('async', 1, 100), trial('go', 1, 200), trial('async', 2, 900)];
  expect(commitsOf('async', trials).ratio?.median).toBe(0.5);
});

test('a failed trial is in no statistic', () => {
  const trials = [trial('async', 1, 100), trial('async', 2, 999, true)];
  expect(commitsOf('async', trials).rounds).toEqual([{ round: 1, samples: [100] }]);
});

test('raw samples are kept and outliers only flagged', () => {
  const samples = [100, 101, 99, 100, 5000, 102, 100];
  const figure = commitsOf(
    'async',
    samples.map((commits, i) => trial('async', i + 1, commits)),
  );
  expect(figure.rounds.flatMap((round) => round.samples)).toEqual(samples);
  expect(figure.outliers).toEqual([4]);
});

test('a target without trials has a figure without an estimate', () => {
  expect(commitsOf('go', [trial('async', 1, 100)]).estimate).toBeNull();
});

test('at a setting that was not planned for it, a target has no figure', () => {
  const [first, second] = [trial('go', 1, 200), trial('async', 1, 100)];
  const other = { ...second, spec: { ...second.spec, servers: 5 } as Trial['spec'] };
  const figures = computeFigures([throughput], ['async', 'go'], [first, other], 1);
  const found = figures.filter(({ metric }) => metric === 'commits');
  expect(found.map(({ target, setting }) => [target, setting.servers])).toEqual([
    ['go', 3],
    ['async', 5],
  ]);
});
