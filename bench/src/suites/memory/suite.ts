// Memory of an idle server: the slope over clusters of several sizes, which leaves out what a process takes by itself.

import { slopeOf } from '../../figures/statistics.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { decimals, median, missing, notesOn, ratio, titleOf, withInterval } from '../../tables/cells.ts';
import { left, right, type Table } from '../../tables/table.ts';
import { flawIn } from '../common/flaw.ts';
import { defineSuite, type Metric } from '../common/suite.ts';
import { type MemoryResult, type MemorySpec, memoryResultSchema, memorySpecSchema } from './protocol.ts';
import { memoryVerdict } from './verdict.ts';

type Bytes = 'liveBytes' | 'rssBytes';

export const memory = defineSuite<MemorySpec, MemoryResult>({
  name: 'memory',
  question: 'How much memory does an idle server take?',
  specSchema: memorySpecSchema,
  resultSchema: memoryResultSchema,
  flawIn,
  settings: (size) =>
    (size === 'full' ? [3, 33, 129] : [3, 65]).map((servers) => ({
      servers,
      electionTimeout: [200, 600], // wide: with many servers, two would often campaign at once
      heartbeatInterval: 50,
      settleMs: 100,
    })),
  isBrief: ({ servers }) => servers <= 33,
  rounds: (size) => (size === 'full' ? 6 : 1),
  expectedMs: ({ settleMs, servers, electionTimeout: [min, max] }) =>
    300 + min + (max - min) / servers + settleMs,
  describe: ({ servers }) => `${servers} servers`,
  headline: ({ liveBytes }) => `${decimals(liveBytes / 2 ** 20, 1)} MiB live`,
  metrics: [slope('liveBytes'), slope('rssBytes'), total('liveBytes'), total('rssBytes')],
  verdict: memoryVerdict,
  tables: (figures) => [memoryTable(figures)],
});

/** Bytes for each further server: one sample a round, over all sizes of the round. */
function slope(bytes: Bytes): Metric<MemorySpec, MemoryResult> {
  return {
    name: `${bytes}PerServer`,
    unit: 'bytes',
    setting: () => ({}),
    samples: (trials) => {
      const sizes = new Set(trials.map(({ spec }) => spec.servers));
      return sizes.size < 2 ? [] : [slopeOf(trials.map(({ spec, result }) => [spec.servers, result[bytes]]))];
    },
  };
}

function total(bytes: Bytes): Metric<MemorySpec, MemoryResult> {
  return {
    name: bytes,
    unit: 'bytes',
    setting: ({ servers }) => ({ servers }),
    samples: (trials) => trials.map(({ result }) => result[bytes]),
  };
}

function memoryTable(figures: SuiteFigures): Table {
  const sizes = smallestAndLargest(figures.settings('liveBytes').map(({ servers = 0 }) => servers));
  return {
    caption: 'Memory of an idle server: what each further server adds to the process',
    columns: [
      left('Runtime'),
      right('Live, KiB each'),
      right('× Go'),
      right('RSS, KiB each'),
      ...sizes.map((servers) => right(`MiB at ${servers}`)),
    ],
    rows: figures.targets.map(({ name }) => rowOf(figures, name, sizes)),
    notes: [
      "Each: the least-squares slope over the cluster sizes. Live: after a full collection, by the language's own count (JavaScript: heap and external memory of the main thread, so only RSS covers workers; Go: heap and stacks in use). RSS: the process's resident set. MiB at: all live memory with that many servers.",
      'The cluster has elected a leader, replicated its first entry and idles on heartbeats. All servers share one process; stable storage is in memory.',
      ...notesOn(
        figures.targets.flatMap(({ name }) =>
          ['liveBytesPerServer', 'rssBytesPerServer'].map((metric) => figures.get(metric, name, {})),
        ),
      ),
    ],
  };
}

function smallestAndLargest(sizes: readonly number[]): number[] {
  return [...new Set([Math.min(...sizes), Math.max(...sizes)])];
}

function rowOf(figures: SuiteFigures, target: string, sizes: readonly number[]): string[] {
  const live = figures.get('liveBytesPerServer', target, {});
  const title = titleOf(figures, target);
  if (!live?.estimate) return [title, ...missing(figures, target, 3 + sizes.length)];
  return [
    title,
    withInterval(live, 1 / 1024),
    ratio(live),
    withInterval(figures.get('rssBytesPerServer', target, {}), 1 / 1024),
    ...sizes.map((servers) => median(figures.get('liveBytes', target, { servers }), 1 / 2 ** 20)),
  ];
}
