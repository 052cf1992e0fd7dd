// How many proposals does a cluster commit and apply in a second, and how long does each take? A closed loop with 1, 64
// and 256 proposals outstanding, on three and five servers.

import type { Setting } from '../../figures/figure.ts';
import { decimals } from '../../tables/cells.ts';
import { flawIn } from '../common/flaw.ts';
import { defineSuite, type Metric } from '../common/suite.ts';
import {
  type ThroughputResult,
  type ThroughputSpec,
  throughputResultSchema,
  throughputSpecSchema,
} from './protocol.ts';
import { latencyTable, throughputTable } from './tables.ts';
import { throughputVerdict } from './verdict.ts';

export const throughput = defineSuite<ThroughputSpec, ThroughputResult>({
  name: 'throughput',
  question: 'How many proposals does a cluster commit and apply in a second?',
  specSchema: throughputSpecSchema,
  resultSchema: throughputResultSchema,
  flawIn,
  settings: (size) => {
    // A just-in-time compiler needs about 400 ms before throughput no longer climbs.
    const times = size === 'full' ? { warmupMs: 400, measureMs: 400 } : { warmupMs: 300, measureMs: 300 };
    return (size === 'full' ? [3, 5] : [3]).flatMap((servers) =>
      [1, 64, 256].map((outstanding) => ({
        servers,
        outstanding,
        electionTimeout: [400, 600] as [number, number], // wide: no election during the measurement
        heartbeatInterval: 50,
        nameBytes: 16,
        keys: 1024,
        ...times,
      })),
    );
  },
  isBrief: ({ servers, outstanding }) => servers === 3 && outstanding !== 64,
  rounds: (size) => (size === 'full' ? 6 : 1),
  expectedMs: ({ warmupMs, measureMs }) => 450 + warmupMs + measureMs,
  describe: ({ servers, outstanding }) => `${servers} servers, ${outstanding} outstanding`,
  headline: ({ commits, elapsedMs }) => `${decimals((commits / elapsedMs) * 1000, 0)} commits/s`,
  metrics: [
    metric('commits', '1/s', ({ commits, elapsedMs }) => (commits / elapsedMs) * 1000),
    metric('cpuPerCommit', 'us', ({ cpuMs, commits }) => ((cpuMs.user + cpuMs.system) * 1000) / commits),
    metric('latencyP50', 'us', ({ latencyUs }) => latencyUs.p50),
    metric('latencyP99', 'us', ({ latencyUs }) => latencyUs.p99),
    metric('latencyP999', 'us', ({ latencyUs }) => latencyUs.p999),
    metric('latencyMax', 'us', ({ latencyUs }) => latencyUs.max),
  ],
  verdict: throughputVerdict,
  tables: (figures) => [throughputTable(figures), latencyTable(figures)],
});

function settingOf({ servers, outstanding }: ThroughputSpec): Setting {
  return { servers, outstanding };
}

/** A metric with one sample per trial; a per-commit metric has none for a window without a commit. */
function metric(
  name: string,
  unit: string,
  sample: (result: ThroughputResult) => number,
): Metric<ThroughputSpec, ThroughputResult> {
  const samples: Metric<ThroughputSpec, ThroughputResult>['samples'] = (trials) =>
    trials.map(({ result }) => sample(result)).filter(Number.isFinite);
  return { name, unit, setting: settingOf, samples };
}
