// What does each primitive of concurrency cost in each model? The subjects are the idioms of the package `idioms` and their twins in Go
// and Python. A trial measures all rows of one model.

import { join } from 'node:path';
import { slopeOf } from '../../figures/statistics.ts';
import { defineSuite, type Metric } from '../common/suite.ts';
import { primitivesCharts } from './charts.ts';
import { widestInterval } from './doubts.ts';
import { isHeavy, trialMsOf } from './models.ts';
import {
  type MeasuredRow,
  type PrimitivesResult,
  type PrimitivesSpec,
  primitivesResultSchema,
  primitivesSpecSchema,
} from './protocol.ts';
import { labelOf, rowLabels } from './row-labels.ts';
import { primitivesTables } from './tables.ts';
import { primitivesVerdict } from './verdict.ts';

type PrimitivesMetric = Metric<PrimitivesSpec, PrimitivesResult>;

export const primitives = defineSuite<PrimitivesSpec, PrimitivesResult>({
  name: 'primitives',
  question: 'What does each primitive of concurrency cost in each model?',
  byRequest: true,
  coarse: true,
  widestInterval,
  trial: join(import.meta.dirname, 'trial.ts'),
  specSchema: primitivesSpecSchema,
  resultSchema: primitivesResultSchema,
  flawIn: () => null, // a row with a wrong result is an error of its trial
  settings: (size, round = 1) => [
    {
      ...(size === 'full' ? { scale: 1, sampleMs: 8 } : { scale: 0.05, sampleMs: 1 }),
      proof: size === 'quick' || isProof(round),
    },
  ],
  // Where tasks start fast, the proof costs little: every round is one.
  onTarget: (setting, target) => ({ ...setting, proof: setting.proof || !isHeavy(target) }),
  rounds: (size) => (size === 'full' ? 6 : 1),
  expectedMs: ({ target, scale, proof }) => trialMsOf(target, proof) * (0.5 + 0.5 * scale),
  describe: () => 'all rows',
  headline: ({ rows }) => `${rows.filter((row) => 'nsPerUnit' in row).length} rows`,
  metrics: [
    ...rowLabels.map((label) => rowMetric(label, 'ns', ({ nsPerUnit }) => nsPerUnit)),
    ...rowLabels.map((label) => rowMetric(label, 'doubling', ({ doubling }) => doubling)),
    slope('rssBytes'),
    slope('pssBytes'),
    slope('runtimeBytes'),
  ],
  tables: primitivesTables,
  charts: primitivesCharts,
  verdict: primitivesVerdict,
});

/** Rounds in which twice the work is measured where tasks take milliseconds to start. */
function isProof(round: number): boolean {
  return round % 3 === 2; // not the first, which reads all files from the disk
}

/** One sample a trial: of each unit's time (ns), or the ratio of twice the work to the work. */
function rowMetric(
  label: string,
  unit: 'ns' | 'doubling',
  sample: (row: MeasuredRow) => number | null,
): PrimitivesMetric {
  return {
    name: `${unit}/${label}`,
    unit: unit === 'ns' ? 'ns' : 'ratio',
    setting: () => ({}),
    samples: (trials) =>
      trials.flatMap(({ result }) => {
        const row = result.rows.find((candidate) => labelOf(candidate) === label);
        const value = row !== undefined && 'nsPerUnit' in row ? sample(row) : null;
        return value === null ? [] : [value];
      }),
  };
}

/** Bytes for each further task that waits: one sample a trial, over all sizes. */
function slope(bytes: 'rssBytes' | 'pssBytes' | 'runtimeBytes'): PrimitivesMetric {
  return {
    name: `${bytes}PerTask`,
    unit: 'bytes',
    setting: () => ({}),
    samples: (trials) =>
      trials
        .filter(({ result }) => result.memory.length > 1)
        .map(({ result }) => slopeOf(result.memory.map((reading) => [reading.tasks, reading[bytes]]))),
  };
}
