// The table of the largest clusters that keep their leader, and of what stopped larger ones.

import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { decimals, titleOf } from '../../tables/cells.ts';
import { left, nothing, right, type Table } from '../../tables/table.ts';
import type { Measured } from '../common/suite.ts';
import { largestCluster } from './largest.ts';
import { holds, type MemoryResult, type MemorySpec } from './protocol.ts';

type Trial = Measured<MemorySpec, MemoryResult>;

/** No table without trials of clusters that were to keep their leader. */
export function heldTables(figures: SuiteFigures, trials: readonly Trial[]): Table[] {
  const attempts = trials.flatMap(({ spec }) => (spec.part === 'idle' && holds(spec) ? [spec] : []));
  if (attempts.length === 0) return [];
  const seconds = (attempts[0]!.holdMs ?? 0) / 1000;
  const { budgetMs, budgetBytes } = attempts[0]!;
  const measured = figures.targets.filter(({ name }) => attempts.some(({ target }) => target === name));
  return [
    {
      caption: `The largest cluster in one process that kept one leader for ${seconds} s`,
      columns: [
        ...[left('Runtime'), right('Servers'), right('PSS, MiB'), right('CPU, ms/s')],
        ...[right('Next'), left('Its limit')],
      ],
      rows: measured.map(({ name }) => [titleOf(figures, name), ...cells(name, trials)]),
      notes: [
        `Sizes are tried upwards, each about twice the last, until one exceeds ${budgetMs / 1000} s from its start to its hundredth commit, or ${budgetBytes / 2 ** 30} GiB of resident memory; then downwards, until one keeps its leader for ${seconds} s: a single trial each. Election timeouts are as many milliseconds as there are servers, at least 1 s, up to three times that.`,
      ],
    },
  ];
}

function cells(target: string, trials: readonly Trial[]): string[] {
  const { held, limit } = largestCluster(target, trials);
  const beyond = limit === null ? [nothing, 'none met'] : [decimals(limit.servers, 0), limit.reason];
  if (held === null || !('heartbeatCpuMs' in held.result)) return ['none', nothing, nothing, ...beyond];
  const { pssBytes, rssBytes, heartbeatCpuMs = 0 } = held.result;
  return [
    decimals(held.spec.servers, 0),
    decimals((pssBytes ?? rssBytes) / 2 ** 20, 0),
    decimals(heartbeatCpuMs, 0),
    ...beyond,
  ];
}
