// How long is a cluster without a leader after a crash? Figure 16 of the Raft paper: five servers, election timeouts of
// 150 to 300 ms, the leader crashed at a random point of its heartbeat interval.

import type { Setting } from '../../figures/figure.ts';
import { quantile } from '../../figures/statistics.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { decimals, missing, notesOn, ratio, titleOf, withInterval } from '../../tables/cells.ts';
import { left, right, type Table } from '../../tables/table.ts';
import { flawIn } from '../common/flaw.ts';
import { defineSuite } from '../common/suite.ts';
import {
  type ElectionResult,
  type ElectionSpec,
  electionResultSchema,
  electionSpecSchema,
} from './protocol.ts';

export const election = defineSuite<ElectionSpec, ElectionResult>({
  name: 'election',
  question: 'How long is the cluster without a leader after a crash?',
  specSchema: electionSpecSchema,
  resultSchema: electionResultSchema,
  flawIn,
  settings: (size) => [
    { servers: 5, electionTimeout: [150, 300], heartbeatInterval: 50, crashes: size === 'full' ? 6 : 3 },
  ],
  rounds: (size) => (size === 'full' ? 6 : 1),
  expectedMs: ({ crashes, electionTimeout: [min] }) => 500 + crashes * (min + 90),
  describe: ({ servers, crashes }) => `${servers} servers, ${crashes} crashes`,
  headline: ({ samples }) => `${decimals(quantile(samples, 0.5), 0)} ms in the median`,
  metrics: [
    {
      name: 'latency',
      unit: 'ms',
      setting: settingOf,
      samples: (trials) => trials.flatMap(({ result }) => result.samples),
    },
    {
      name: 'terms',
      unit: 'terms',
      setting: settingOf,
      samples: (trials) => trials.flatMap(({ result }) => result.elections),
    },
  ],
  tables: (figures) => figures.settings('latency').map((setting) => tableAt(figures, setting)),
});

function settingOf({ servers, electionTimeout: [min, max] }: ElectionSpec): Setting {
  return { servers, electionTimeoutMin: min, electionTimeoutMax: max };
}

function tableAt(figures: SuiteFigures, setting: Setting): Table {
  const { servers, electionTimeoutMin: min, electionTimeoutMax: max } = setting;
  const shown = figures.targets.map(({ name }) => figures.get('latency', name, setting));
  return {
    caption: `Time without a leader after a crash (${servers} servers, election timeout ${min}–${max} ms)`,
    columns: [
      left('Runtime'),
      right('Median, ms'),
      right('p90, ms'),
      right('Max, ms'),
      right('× Go'),
      right('Crashes'),
      right('Split votes'),
    ],
    rows: figures.targets.map(({ name }) => rowOf(figures, name, setting)),
    notes: [
      "From the leader's crash to the delivery of the new leader's first AppendEntries to another server; the crash comes at a random point of the heartbeat interval. × Go: below 1, a runtime is faster than the reference.",
      'Messages stay within one process: by reference, on a later turn; from worker to worker as bytes through shared memory. Stable storage is in memory. Split votes: elections that took more than one term.',
      ...notesOn(shown),
    ],
  };
}

function rowOf(figures: SuiteFigures, target: string, setting: Setting): string[] {
  const title = titleOf(figures, target);
  const latency = figures.get('latency', target, setting);
  if (!latency?.estimate) return [title, ...missing(figures, target, 6)];
  const samples = latency.rounds.flatMap((round) => round.samples);
  const terms = figures.get('terms', target, setting)?.rounds.flatMap((round) => round.samples) ?? [];
  return [
    title,
    withInterval(latency),
    decimals(quantile(samples, 0.9), 0),
    decimals(Math.max(...samples), 0),
    ratio(latency),
    String(samples.length),
    String(terms.filter((count) => count > 1).length),
  ];
}
