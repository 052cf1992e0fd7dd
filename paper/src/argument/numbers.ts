// The numbers of paper.md that are computed from the run's figures, or counted in the sources.

import { type Findings, publishedQuantile } from '@three-ways/bench/findings';
import type { Measures } from '@three-ways/source-code';
import { lookUp, type Value } from '../findings/notation.ts';
import found from '../mistakes/found.json' with { type: 'json' };
import { mistakes } from '../mistakes/mistakes.ts';
import { models } from '../models.ts';
import { measuresOf, parts } from './code-parts.ts';
import { faults } from './faults.ts';
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
  parts.flatMap((part) =>
    models.flatMap(({ runtime }) =>
      rules.map((rule) => [
        `${rule}-${runtime}-${part.replaceAll(' ', '-')}`,
        () => exact(measuresOf(part, runtime)?.[rule] ?? 0),
      ]),
    ),
  ),
);

/** `shortest-<part>` and `longest-<part>`: lines of the model that has fewest or most. */
const extremes: Numbers = Object.fromEntries(
  parts.flatMap((part) => {
    const lines = () => models.flatMap(({ runtime }) => measuresOf(part, runtime)?.lines ?? []);
    const name = part.replaceAll(' ', '-');
    return [
      [`shortest-${name}`, () => exact(Math.min(...lines()))],
      [`longest-${name}`, () => exact(Math.max(...lines()))],
    ];
  }),
);

/** How Go's server file compares with the one of the others that comes closest: ratios of tokens and of waiting points. */
const goFile: Numbers = {
  'go-file-tokens': () => exact(goOver('tokens', Math.min)),
  'go-file-waits': () => exact(goOver('waitsWithCalls', Math.max)),
};

function goOver(rule: 'tokens' | 'waitsWithCalls', closest: (...values: number[]) => number): number {
  const of = (runtime: (typeof models)[number]['runtime']) => measuresOf('server file', runtime)![rule];
  return of('goroutines') / closest(of('async'), of('coroutines'), of('workers'));
}

/** `cores-<target>`: CPUs that a cluster keeps busy with 256 proposals outstanding. */
const cores: Numbers = Object.fromEntries(
  models.map(({ target }) => [
    `cores-${target}`,
    (run: Findings) => {
      const [commits, cost] = ['commits', 'cpuPerCommit'].map((metric) =>
        lookUp(`${target} throughput.${metric} servers=3 outstanding=256`, run),
      );
      return exact((commits!.median * cost!.median) / 1e6);
    },
  ]),
);

const foundBy: Readonly<Record<string, Readonly<Record<string, { readonly by: string }>>>> = found;

/**
 * `mistakes-<target>-possible` and `mistakes-<target>-nothing`: how many can be made, and how many nothing finds;
 * `missed-<mistake>-<target>`: 1 if nothing finds it, else 0.
 */
const mistaken: Numbers = Object.fromEntries(
  models.flatMap(({ target, runtime }) => [
    [
      `mistakes-${target}-possible`,
      () => exact(mistakes.filter(({ attempts }) => !('impossible' in attempts[runtime])).length),
    ],
    [
      `mistakes-${target}-nothing`,
      () => exact(mistakes.filter(({ name }) => isMissed(name, runtime)).length),
    ],
    ...mistakes.map(({ name }) => [`missed-${name}-${target}`, () => exact(Number(isMissed(name, runtime)))]),
  ]),
);

function isMissed(mistake: string, runtime: string): boolean {
  return foundBy[mistake]?.[runtime]?.by === 'nothing';
}

const others: Numbers = {
  'published-median': () => ({ ...exact(publishedQuantile(0.5)!), unit: 'ms' }),
  mistakes: () => exact(mistakes.length),
  faults: () => exact(faults.length),
  'faults-replayed': () => exact(faults.filter(({ replays }) => replays === 'yes').length),
};

export const numbers: Numbers = {
  ...others,
  ...predictions,
  ...counts,
  ...extremes,
  ...goFile,
  ...cores,
  ...mistaken,
};

function exact(value: number): Value {
  return { median: value, low: value, high: value, unit: '' };
}
