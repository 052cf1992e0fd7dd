// The results of a whole run whose trials did no work.

import { computeFigures } from '../results/figures.ts';
import type { Results, Trial } from '../results/results.ts';
import { planRun } from '../run/plan.ts';
import type { Measured, Size, Suite } from '../suites/common/suite.ts';
import { suites } from '../suites/suites.ts';
import { fakeResult } from './fake-result.ts';

/** A finished run in which every trial went well. */
export function fakeResults(size: Size = 'full', chosen: readonly Suite[] = suites): Results {
  const names = ['async', 'go'];
  const plan = planRun({ suites: chosen, targets: names, size, rounds: undefined, seed: 1 });
  const date = new Date(0).toISOString();
  const measured: Measured[] = [];
  const trials = plan.flatMap(({ number, suite, round, spec }): Trial[] => {
    if (suite.isAnswered?.(spec, measured)) return [];
    const result = fakeResult(spec, 1 + round / 40 + (spec.target === 'go' ? 0.5 : 0));
    if (suite.isAnswered !== undefined) measured.push({ spec, result });
    const outcome = { ok: true, result } as Trial['outcome'];
    return [{ number, suite: suite.name, round, startedAt: date, elapsedMs: 1, spec, outcome } as Trial];
  });
  const target = { measured: true, reason: null };
  return {
    version: 1,
    startedAt: date,
    finishedAt: date,
    interrupted: false,
    settings: {
      arguments: [],
      size,
      seed: 1,
      suites: chosen.map((suite) => ({ name: suite.name, rounds: suite.rounds(size) })),
      reference: 'go',
      confidence: 0.95,
      resamples: 2000,
    },
    environment: {
      date,
      cpu: 'A processor',
      cores: 2,
      memoryBytes: 2 ** 34,
      os: 'A system',
      kernel: 'Linux 6',
      architecture: 'x64',
      governor: null,
      node: '26.10.0',
      v8: '14.6',
      go: 'go1.26.8',
      commit: '0123456789abcdef',
      dirty: false,
      loadAverage: [0, 0, 0],
    },
    calibration: [1, 64, 256].map((outstanding) => ({
      outstanding,
      entriesPerSecond: 2e6,
      low: 1.9e6,
      high: 2.1e6,
      iterations: 64,
      entriesPerIteration: 4096,
    })),
    targets: [
      { name: 'async', title: 'TypeScript async', language: 'TypeScript', ...target },
      { name: 'go', title: 'Go goroutines', language: 'Go', ...target },
    ],
    trials,
    figures: computeFigures(chosen, names, trials, 1),
  };
}
