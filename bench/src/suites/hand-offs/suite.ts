// How many messages does a commit take? With many proposals outstanding one message carries many entries, in each runtime as many
// as its scheduling lets gather. With the cost of a hand-off, from the suite `primitives`, it predicts throughput.

import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { decimals, missing, notesOn, titleOf } from '../../tables/cells.ts';
import { left, right, type Table } from '../../tables/table.ts';
import { flawIn } from '../common/flaw.ts';
import { defineSuite } from '../common/suite.ts';
import {
  type HandOffsResult,
  type HandOffsSpec,
  handOffsResultSchema,
  handOffsSpecSchema,
} from './protocol.ts';
import { handOffsVerdict } from './verdict.ts';

const settingOf = ({ servers, outstanding }: Pick<HandOffsSpec, 'servers' | 'outstanding'>) => ({
  servers,
  outstanding,
});

export const handOffs = defineSuite<HandOffsSpec, HandOffsResult>({
  name: 'hand-offs',
  question: 'How many messages between servers does a commit take?',
  specSchema: handOffsSpecSchema,
  resultSchema: handOffsResultSchema,
  flawIn,
  settings: () =>
    [1, 64, 256].map((outstanding) => ({
      servers: 3,
      outstanding,
      electionTimeout: [400, 600] as [number, number], // wide: no election meanwhile
      heartbeatInterval: 50,
      proposals: outstanding === 1 ? 500 : 10_000,
    })),
  isBrief: () => false, // the paper's prediction alone needs it
  rounds: (size) => (size === 'full' ? 6 : 1),
  expectedMs: () => 900,
  describe: ({ outstanding }) => `${outstanding} outstanding`,
  headline: ({ commits, messages }) => `${decimals(messages / commits, 2)} messages a commit`,
  metrics: [
    {
      name: 'messagesPerCommit',
      unit: 'messages',
      setting: settingOf,
      samples: (trials) => trials.map(({ result }) => result.messages / result.commits),
    },
  ],
  verdict: handOffsVerdict,
  tables: (figures) => [handOffsTable(figures)],
});

function handOffsTable(figures: SuiteFigures): Table {
  const settings = figures.settings('messagesPerCommit');
  const of = (target: string) => settings.map((setting) => figures.get('messagesPerCommit', target, setting));
  return {
    caption: 'Messages between three servers for each commit',
    columns: [left('Runtime'), ...settings.map(({ outstanding }) => right(`${outstanding} outstanding`))],
    rows: figures.targets.map(({ name }) => {
      const shown = of(name);
      if (!shown.some((figure) => figure?.estimate))
        return [titleOf(figures, name), ...missing(figures, name, shown.length)];
      return [
        titleOf(figures, name),
        ...shown.map((figure) => decimals(figure?.estimate?.median ?? Number.NaN, 2)),
      ];
    }),
    notes: [
      'Medians over the trials. Delivered messages of all kinds, counted in the trace: AppendEntries, its replies, heartbeats. A message with many entries is one.',
      ...notesOn(figures.targets.flatMap(({ name }) => of(name))),
    ],
  };
}
