// The figures of the suite `memory`.

import { labels } from '@three-ways/raft-testkit/targets';
import { slopeOf } from '../../figures/statistics.ts';
import { baseOf } from '../../figures/variant.ts';
import type { Measured, Metric } from '../common/suite.ts';
import {
  type Carried,
  holds,
  isRung,
  type LoadResult,
  type MemoryResult,
  type MemorySpec,
  type Reading,
} from './protocol.ts';

type MemoryMetric = Metric<MemorySpec, MemoryResult>;
type Trials = readonly Measured<MemorySpec, MemoryResult>[];
type Bytes = 'pssBytes' | 'liveBytes';

/** Largest cluster of the slopes: threads take seconds to start beyond it. */
export const largestOfSlopes = 101;

export const metrics: readonly MemoryMetric[] = [
  slope('pssBytes'),
  slope('liveBytes'),
  carried('pssBytes', 'bytes'),
  carried('liveBytes', 'bytes'),
  carried('startMs', 'ms'),
  carried('electMs', 'ms'),
  carried('commitsMs', 'ms'),
  carried('heartbeatCpuMs', 'ms/s'),
  {
    name: 'heldServers',
    unit: 'servers',
    setting: (spec) => (holds(spec) ? {} : null),
    samples: (trials) => {
      const held = carriedIn(trials).map(({ spec }) => spec.servers);
      return held.length === 0 ? [] : [Math.max(...held)];
    },
  },
  underLoad('peakBytes', ({ before, peakRssBytes }) => before.pssBytes + peakRssBytes - before.rssBytes),
  underLoad('keptBytes', ({ before, collected }) => difference(collected, before, 'pssBytes')),
  underLoad('keptLiveBytes', ({ before, collected }) => difference(collected, before, 'liveBytes')),
];

/** Bytes for each further server: one sample a round, over the sizes of the round. */
function slope(bytes: Bytes): MemoryMetric {
  return {
    name: `${bytes}PerServer`,
    unit: 'bytes',
    setting: (spec) => (isRung(spec) && spec.servers <= largestOfSlopes ? {} : null),
    samples: (trials) => {
      const points = carriedIn(trials).flatMap((trial) => {
        const sample = sampleOf(trial, bytes);
        return sample == null ? [] : [[trial.spec.servers, sample] as const];
      });
      return new Set(points.map(([servers]) => servers)).size < 2 ? [] : [slopeOf(points)];
    },
  };
}

type CarriedField = Bytes | 'startMs' | 'electMs' | 'commitsMs' | 'heartbeatCpuMs';

/** A figure of idle clusters that were carried. */
function carried(name: CarriedField, unit: string): MemoryMetric {
  return {
    name,
    unit,
    setting: (spec) => (isRung(spec) ? { servers: spec.servers } : null),
    samples: (trials) => carriedIn(trials).flatMap((trial) => sampleOf(trial, name) ?? []),
  };
}

interface CarriedTrial {
  readonly spec: MemorySpec;
  readonly result: Carried;
}

function carriedIn(trials: Trials): CarriedTrial[] {
  return trials.flatMap(({ spec, result }) =>
    'proof' in result && !('before' in result) ? [{ spec, result }] : [],
  );
}

/** Earlier runs recorded the resident set alone, and of threads the main thread's heap. */
function sampleOf({ spec, result }: CarriedTrial, name: CarriedField): number | null | undefined {
  if (name === 'pssBytes') return result.pssBytes ?? result.rssBytes;
  if (name === 'liveBytes' && labels[baseOf(spec.target)]?.ownHeaps) return null;
  return result[name];
}

/** A figure of clusters under load. */
function underLoad(name: string, sample: (result: LoadResult) => number | null): MemoryMetric {
  return {
    name,
    unit: 'bytes',
    setting: (spec) => {
      if (spec.part === 'idle') return null;
      const { outstanding, commands, snapshotThreshold } = spec;
      return { outstanding, commands, snapshotThreshold };
    },
    samples: (trials) => trials.flatMap(({ result }) => ('before' in result ? (sample(result) ?? []) : [])),
  };
}

/** What a reading has grown by; not below 0, since a collection may take more than the load has left. */
function difference(after: Reading, before: Reading, bytes: Bytes): number | null {
  const [now, then] = [after[bytes], before[bytes]];
  return now === null || then === null ? null : Math.max(0, now - then);
}
