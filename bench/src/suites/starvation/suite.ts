// What does a slow application cost? One server's application blocks while clients go on with the others: heartbeats missed,
// leaders lost, and the latency of commands.

import { decimals } from '../../tables/cells.ts';
import { flawIn } from '../common/flaw.ts';
import { flawInHistogram } from '../common/latencies.ts';
import { defineSuite } from '../common/suite.ts';
import { starvationCharts } from './charts.ts';
import { lengths, metrics } from './metrics.ts';
import {
  roles,
  type StarvationResult,
  type StarvationSpec,
  starvationResultSchema,
  starvationSpecSchema,
} from './protocol.ts';
import { starvationTables } from './tables.ts';
import { starvationVerdict } from './verdict.ts';

type SettingSpec = Omit<StarvationSpec, 'suite' | 'target' | 'seed'>;

/** Blocks of each length in a trial: the shorter, the more, since few commands become due in one. */
const times: Readonly<Record<(typeof lengths)[number], number>> = {
  0: 5,
  1: 12,
  5: 12,
  20: 8,
  100: 3,
  500: 2,
};

export const starvation = defineSuite<StarvationSpec, StarvationResult>({
  name: 'starvation',
  question: "What does one server's slow application cost the others?",
  coarse: true,
  specSchema: starvationSpecSchema,
  resultSchema: starvationResultSchema,
  flawIn: (result, spec) => flawIn(result, spec) ?? flawInLatencies(result),
  settings: (size) => [
    size === 'full'
      ? { ...common, warmupMs: 200, blocks: blocksOf(lengths, (ms) => times[ms]) }
      : { ...common, warmupMs: 50, blocks: blocksOf([0, 20, 100], () => 1) },
  ],
  startsCompiled: true,
  rounds: (size) => (size === 'full' ? 6 : 1),
  briefRounds: 1,
  expectedMs,
  describe: ({ servers }) => `${servers} servers, blocks of each length`,
  headline: ({ blocks }) =>
    `at most ${decimals(Math.max(...blocks.map(({ commitGapMs }) => commitGapMs)), 0)} ms without a commit`,
  metrics,
  tables: starvationTables,
  charts: starvationCharts,
  verdict: starvationVerdict,
});

const common = {
  servers: 3,
  electionTimeout: [150, 300] as [number, number],
  heartbeatInterval: 50,
  commandEveryMs: 2,
  restMs: 20,
  controlMs: 20,
};

function blocksOf<Length extends number>(
  chosen: readonly Length[],
  timesOf: (ms: Length) => number,
): SettingSpec['blocks'] {
  return roles.flatMap((role) => chosen.map((ms) => ({ role, ms, times: timesOf(ms) })));
}

/** The first election, and a pause and a poll or two beside each block. */
function expectedMs({ electionTimeout: [min, max], servers, blocks, ...spec }: StarvationSpec): number {
  const perBlock = spec.restMs / 2 + 3;
  const blocking = blocks.reduce(
    (sum, { ms, times }) => sum + times * ((ms || spec.controlMs) + perBlock),
    0,
  );
  return min + (max - min) / (servers + 1) + spec.warmupMs + blocking;
}

/** The first of the latencies that are none. */
function flawInLatencies({ latencies }: StarvationResult): string | null {
  for (const { role, ms, latencies: encoded } of latencies) {
    const flaw = flawInHistogram(`latencies of blocks of ${ms} ms on the ${role} are`, encoded);
    if (flaw !== null) return flaw;
  }
  return null;
}
