// The numbers of paper.md that are computed from the run's figures, or counted in the sources.

import { type Findings, publishedQuantile } from '@three-ways/bench/findings';
import { type Measures, runtimeParts } from '@three-ways/source-code';
import type { Value } from '../findings/notation.ts';
import { models } from '../models.ts';
import { measuresOf } from './code-parts.ts';
import { loads, predictedOverMeasured } from './prediction.ts';

type Numbers = Readonly<Record<string, (run: Findings) => Value>>;

/** `prediction-<target>-<outstanding>`: predicted over measured throughput. */
const predictions: Numbers = Object.fromEntries(
  models.flatMap(({ target }) =>
    loads.map((load) => [
      `prediction-${target}-${load}`,
      (run: Findings) => predictedOverMeasured(target, load, run),
    ]),
  ),
);

const rules = [
  'lines',
  'tokens',
  'waitsWithCalls',
  'complexity',
] as const satisfies readonly (keyof Measures)[];

/** `<rule>-<runtime>-<part>`, such as `lines-async-server-file`: counted in the sources, and so exact. */
const counts: Numbers = Object.fromEntries(
  Object.keys(runtimeParts).flatMap((part) =>
    models.flatMap(({ runtime }) =>
      rules.map((rule) => [
        `${rule}-${runtime}-${part.replaceAll(' ', '-')}`,
        () => exact(measuresOf(part, runtime)?.[rule] ?? 0),
      ]),
    ),
  ),
);

const published: Numbers = {
  'published-median': () => ({ ...exact(publishedQuantile(0.5)), unit: 'ms' }),
};

export const numbers: Numbers = { ...published, ...predictions, ...counts };

function exact(value: number): Value {
  return { median: value, low: value, high: value, unit: '' };
}
