// The tables of paper.md, by the names that it refers to them with: `<!-- include: tables/name.md -->`.

import type { Findings } from '@three-ways/bench/findings';
import type { Table } from '@three-ways/bench/tables';
import { format, type Unit } from '@three-ways/charts';
import found from '../mistakes/found.json' with { type: 'json' };
import { mistakes } from '../mistakes/mistakes.ts';
import { labelOf, models } from '../models.ts';
import { measuresOf } from './code-parts.ts';

export const tables: Readonly<Record<string, (run: Findings) => Table>> = {
  costs,
  code,
  machine,
  mistakes: () => mistakesTable((reason) => `can’t be made: ${reason}`),
  'mistakes-in-short': () => mistakesTable(() => 'can’t be made'),
};

/** What each model's primitives cost. */
function costs(run: Findings): Table {
  const targets = [
    'async',
    'coroutines',
    'go-1',
    'go',
    'workers',
    'processes',
    'python-threads',
    'python-gevent',
  ];
  const cell = (target: string, metric: string, unit: Unit) => {
    const figure = run.figure({ suite: 'primitives', metric, target, setting: {} });
    return figure?.estimate ? format(figure.estimate.median, unit) : '–';
  };
  const rows: readonly (readonly [label: string, metric: string, unit: Unit])[] = [
    ['Start a task and wait for it', 'ns/spawn', 'ns'],
    ['Give way and be resumed', 'ns/switch', 'ns'],
    ['Hand over a value', 'ns/hand-off', 'ns'],
    ['Enter and leave a critical section', 'ns/lock', 'ns'],
    ['Restart a timer', 'ns/restart-timer', 'ns'],
    ['A waiting task (PSS)', 'pssBytesPerTask', 'bytes'],
  ];
  const short: Readonly<Record<string, string>> = {
    async: 'Promise',
    coroutines: 'Greenlet',
    'go-1': 'Goroutine, 1 thread',
    go: 'Goroutine',
    workers: 'Worker',
    processes: 'Process',
    'python-threads': 'Python thread',
    'python-gevent': 'gevent',
  };
  return {
    caption: 'What the primitives of each model cost',
    columns: [
      { head: '', align: 'left' },
      ...targets.map((target) => ({ head: short[target] ?? labelOf(target), align: 'right' as const })),
    ],
    rows: rows.map(([label, metric, unit]) => [
      label,
      ...targets.map((target) => cell(target, metric, unit)),
    ]),
    notes: ['Medians over six processes; intervals and the other idioms are in the bench’s table.'],
  };
}

/** The machine and the versions of the run. */
function machine({ results }: Findings): Table {
  const { cpu, cores, memoryBytes, os, kernel, node, v8, go, commit } = results.environment;
  return {
    caption: 'The machine of this run',
    columns: [
      { head: '', align: 'left' },
      { head: '', align: 'left' },
    ],
    rows: [
      ['CPU, memory', `${cpu}, ${cores} cores; ${(memoryBytes / 2 ** 30).toFixed(1)} GiB`],
      ['System', `${os}, ${kernel}`],
      ['Node.js, Go', `${node} (V8 ${v8}); ${go?.replace(/^go/, '') ?? 'none'}`],
      ['Commit, trials', `${commit?.slice(0, 12) ?? 'unknown'}; ${results.trials.length} processes`],
    ],
    notes: [],
  };
}

/** Length and complexity of the servers. */
function code(): Table {
  const parts = ['server file', 'whole server', 'whole runtime'];
  const rules = [
    ['lines', 'lines'],
    ['tokens', 'tokens'],
    ['waitsWithCalls', 'waiting points'],
    ['complexity', 'branches'],
  ] as const;
  return {
    caption: 'Length and complexity of the code that is written once for each model',
    columns: [
      { head: 'Part', align: 'left' },
      { head: 'Counted', align: 'left' },
      ...models.map(({ label }) => ({ head: label, align: 'right' as const })),
    ],
    rows: parts.flatMap((part) =>
      rules.map(([rule, name], position) => [
        position === 0 ? part : '',
        name,
        ...models.map(({ runtime }) => {
          return measuresOf(part, runtime)?.[rule].toLocaleString('en-GB') ?? '–';
        }),
      ]),
    ),
    notes: ['Comments and blank lines do not count. Branches: cyclomatic complexity, summed over functions.'],
  };
}

/** The same mistakes in each column, and what finds each. */
function mistakesTable(impossible: (reason: string) => string): Table {
  const foundBy: Readonly<Record<string, Readonly<Record<string, { readonly by: string }>>>> = found;
  return {
    caption: 'The same mistakes in each column, and what finds each first',
    columns: [
      { head: 'Mistake', align: 'left' },
      ...models.map(({ label }) => ({ head: label, align: 'left' as const })),
    ],
    rows: mistakes.map(({ name, title, attempts }) => [
      title,
      ...models.map(({ runtime }) => {
        const attempt = attempts[runtime];
        if ('impossible' in attempt) return impossible(attempt.impossible);
        return foundBy[name]?.[runtime]?.by ?? 'not tried';
      }),
    ]),
    notes: [
      'Each mistake was put into a copy of the sources. Compiler: also Go’s complaint of an unused variable. Checker: greenlet-check, go vet and staticcheck. Tests: those of the package and the conformance suite, which all columns share.',
    ],
  };
}
