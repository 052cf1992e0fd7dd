// The tables of paper.md, by the names that it refers to them with: `<!-- include: tables/name.md -->`.

import type { Findings } from '@three-ways/bench/findings';
import type { Table } from '@three-ways/bench/tables';
import { formatIn, shownFor, type Unit } from '@three-ways/charts';
import { significant } from '../findings/format.ts';
import { figureOf } from '../findings/notation.ts';
import { labelOf, models } from '../models.ts';
import { measuresOf, parts } from './code-parts.ts';
import { columnsOf } from './columns.ts';
import { later, published, settingsWithIdeal, undelayed, usual, written } from './election.ts';
import { numbers } from './numbers.ts';
import { concerns, faultsTable, mistakesTable } from './tables-of-words.ts';

export const tables: Readonly<Record<string, (run: Findings) => Table>> = {
  costs,
  code,
  machine,
  elections,
  largest,
  starvation,
  models: modelsTable,
  faults: faultsTable,
  concerns,
  mistakes: () => mistakesTable((reason) => `impossible: ${reason}`),
  'mistakes-in-short': () => mistakesTable(() => 'impossible'),
};

/** A value to two figures, in the unit that suits it: the intervals allow no more. */
function short(value: number, unit: Unit): string {
  const shown = shownFor(value, unit);
  return formatIn(value, shown, value / shown.size >= 100 ? 3 : 2);
}

/** What each model's primitives cost. */
function costs(run: Findings): Table {
  const targets = {
    async: 'Promise',
    coroutines: 'Greenlet',
    'go-1': 'Goroutine, 1 thread',
    go: 'Goroutine',
    workers: 'Worker',
    processes: 'Process',
    'python-threads': 'Python thread',
    'python-gevent': 'gevent',
  };
  const cell = (target: string, metric: string, unit: Unit) => {
    const figure = run.figure({ suite: 'primitives', metric, target, setting: {} });
    return figure?.estimate ? short(figure.estimate.median, unit) : '–';
  };
  const rows: readonly (readonly [label: string, metric: string, unit: Unit])[] = [
    ['Start a task, wait for it', 'ns/spawn', 'ns'],
    ['Give way, be resumed', 'ns/switch', 'ns'],
    ['Hand over a value', 'ns/hand-off', 'ns'],
    ['Enter and leave a lock', 'ns/lock', 'ns'],
    ['Restart a timer', 'ns/restart-timer', 'ns'],
    ['A waiting task (PSS)', 'pssBytesPerTask', 'bytes'],
  ];
  return {
    caption: 'What the primitives of each model cost (medians of six processes)',
    columns: columnsOf('', Object.values(targets), 'right'),
    rows: rows.map(([label, metric, unit]) => [
      label,
      ...Object.keys(targets).map((target) => cell(target, metric, unit)),
    ]),
    notes: [],
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
        ...models.map(({ runtime }) => measuresOf(part, runtime)?.[rule].toLocaleString('en-GB') ?? '–'),
      ]),
    ),
    notes: [
      'Without comments and blank lines. Branches: cyclomatic complexity, summed over functions. Scaffolding: what no reader of Raft asks for, such as codecs and adapters.',
    ],
  };
}

/** What each model takes beyond the ideal election, at each range of timeouts that the run has. */
function elections(run: Findings): Table {
  const quantiles = [
    [0.5, 'median'],
    [0.99, 'p99'],
  ] as const;
  const beyond = (target: string, q: number, setting: Readonly<Record<string, number>>) => {
    if (!run.figure({ suite: 'election', metric: 'electedAfter', target, setting })?.estimate) return '–';
    const { median, low, high } = later(target, 'ideal', q, run, written(setting));
    const digits = Math.abs(median) < 10 ? 1 : 0;
    const signed = (ms: number) => `${ms < 0 ? '−' : '+'}${Math.abs(ms).toFixed(digits)}`;
    return low === null || high === null
      ? signed(median)
      : `${signed(median)} (${signed(low)} to ${signed(high)})`;
  };
  const rows = settingsWithIdeal(run).flatMap((setting) =>
    // Of the conditions that the text speaks of, both; of the others the first.
    quantiles.slice(0, [usual, undelayed].includes(written(setting)) ? 2 : 1).map(([q, name], position) => {
      const delay = setting.broadcastTime === 0 ? ', no delay' : '';
      const range = `${setting.electionTimeoutMin}–${setting.electionTimeoutMax}${delay}`;
      const said = published(q, setting);
      return [
        position === 0 ? range : '',
        name,
        said === null ? '–' : said.toFixed(0),
        lookUpQuantile(q, written(setting), run),
        ...models.map(({ target }) => beyond(target, q, setting)),
      ];
    }),
  );
  return {
    caption: 'Ideal time without a leader (ms), and what each model adds after the timeout (95 % intervals)',
    columns: [
      { head: 'Timeouts', align: 'left' },
      { head: '', align: 'left' },
      ...['Raft paper', 'Ideal', ...models.map(({ label }) => label)].map((head) => ({
        head,
        align: 'right' as const,
      })),
    ],
    rows,
    notes: [],
  };
}

/** A quantile of the ideal (ms). */
function lookUpQuantile(q: number, setting: string, run: Findings): string {
  const { rounds } = figureOf(`ideal election.latency ${setting}`, run);
  const sorted = rounds.flatMap(({ samples }) => samples).sort((a, b) => a - b);
  return sorted[Math.round(q * (sorted.length - 1))]!.toFixed(0);
}

/** The largest idle cluster of each model. */
function largest(run: Findings): Table {
  const rows = models.flatMap(({ target, label }) => {
    const found = run.largestCluster(target);
    if (found === null) return [];
    const { servers, limit } = found;
    return [
      [
        label,
        servers.toLocaleString('en-GB'),
        limit === null
          ? 'not met: the largest size tried'
          : `${limit.servers.toLocaleString('en-GB')} servers took ${limit.reason}`,
      ],
    ];
  });
  return {
    caption:
      'The largest cluster that kept one leader for a minute, in one process, and the limit that the next one met',
    columns: [
      { head: '', align: 'left' },
      { head: 'Servers', align: 'right' },
      { head: 'Limit', align: 'left' },
    ],
    rows,
    notes: [],
  };
}

/** What a block of half a second costs, on the leader and on a follower. */
function starvation(run: Findings): Table {
  const cell = (metric: string, blockedLeader: number) => (target: string) => {
    const setting = { servers: 3, blockedLeader, blockMs: 500 };
    const { estimate, unit } = run.figure({ suite: 'starvation', metric, target, setting }) ?? {};
    if (!estimate) return '–';
    return unit === 'ms' ? short(estimate.median, 'ms') : significant(estimate.median, 2);
  };
  const rows: readonly (readonly [label: string, metric: string, blockedLeader: number])[] = [
    ['A follower computes: 99 % of commands wait at most', 'latencyP99', 0],
    ['and no commit for', 'commitGap', 0],
    ['The leader computes: 99 % of commands wait at most', 'latencyP99', 1],
    ['and no commit for', 'commitGap', 1],
    ['heartbeats missed', 'heartbeatsMissed', 1],
    ['leaders elected', 'leadersElected', 1],
  ];
  const targets = models.map(({ target }) => target);
  return {
    caption: 'One server’s state machine computes for half a second',
    columns: columnsOf('', targets.map(labelOf), 'right'),
    rows: rows.map(([label, ...of]) => [label, ...targets.map(cell(...of))]),
    notes: [],
  };
}

/** The models beside each other: what each costs, and what in it can stall or fail together. */
function modelsTable(run: Findings): Table {
  const targets = ['async', 'coroutines', 'workers', 'go', 'processes'];
  const measured = (metric: string, unit: Unit) => (target: string) => {
    const [suite = '', name = ''] = metric.split('.');
    const setting = suite === 'throughput' ? { servers: 3, outstanding: 256 } : {};
    const figure = run.figure({ suite, metric: name, target, setting });
    return figure?.estimate ? short(figure.estimate.median, unit) : '–';
  };
  const cores = (target: string) => {
    const number = numbers[`cores-${target}`];
    return number === undefined ? '–' : significant(number(run).median, 2);
  };
  const row = (label: string, cell: (target: string) => string) => [label, ...targets.map(cell)];
  const words = (label: string, ...cells: readonly string[]) => [label, ...cells];
  return {
    caption:
      'The models in one table: costs as measured, three servers with 256 proposals outstanding where loaded',
    columns: columnsOf('', targets.map(labelOf), 'left'),
    rows: [
      row('A waiting task (PSS)', measured('primitives.pssBytesPerTask', 'bytes')),
      row('An idle server (PSS)', measured('memory.pssBytesPerServer', 'bytes')),
      row('A hand-off', measured('primitives.ns/hand-off', 'ns')),
      row('Commits a second', measured('throughput.commits', 'rate')),
      row('CPUs kept busy by them', cores),
      words(
        'While one task computes',
        'all others wait',
        'all others wait',
        'others run',
        'others run, also on one CPU',
        'others run',
      ),
      words(
        'An error nobody handles',
        'ends the process',
        'ends its greenlet, reported',
        'ends its thread',
        'ends the process',
        'ends its process',
      ),
    ],
    notes: [],
  };
}
