// The charts of the suite `starvation`: latencies, and how long commits stand still, by the length of a block.

import { format, type Series } from '@three-ways/charts';
import type { Setting } from '../../figures/figure.ts';
import type { Estimate } from '../../figures/statistics.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { titleOf } from '../../tables/cells.ts';
import type { SuiteChart } from '../../tables/chart.ts';
import type { Measured } from '../common/suite.ts';
import { roles, type StarvationResult, type StarvationSpec } from './protocol.ts';
import { captions, type Role, StarvationResults } from './results.ts';

export function starvationCharts(
  figures: SuiteFigures,
  trials: readonly Measured<StarvationSpec, StarvationResult>[],
): SuiteChart[] {
  const results = new StarvationResults(figures, trials);
  return roles.flatMap((role) => [
    ...chartOf(results, role, {
      name: `starvation-latency-${role}`,
      title: `Latency while ${whose[role]} application blocks`,
      label: 'Latency, p99',
      valueAt: (target, setting) => results.latencies(target, setting)?.p99 ?? null,
    }),
    ...chartOf(results, role, {
      name: `starvation-commit-gap-${role}`,
      title: `Time without a commit while ${whose[role]} application blocks`,
      label: 'Time without a commit',
      valueAt: (target, setting) => results.figure('commitGap', target, setting)?.estimate ?? null,
    }),
  ]);
}

const whose: Readonly<Record<Role, string>> = { leader: "the leader's", follower: "a follower's" };

interface Curves {
  readonly name: string;
  readonly title: string;
  readonly label: string;
  /** In ms. */
  readonly valueAt: (target: string, setting: Setting) => Estimate | null;
}

/** A curve for each target; none without two lengths of blocks. */
function chartOf(results: StarvationResults, role: Role, curves: Curves): SuiteChart[] {
  const { figures } = results;
  const settings = results.settings(role).filter(({ blockMs = 0 }) => blockMs > 0);
  const series = figures.targets.map(({ name }): Series => {
    const points = settings.flatMap((setting) => {
      const value = curves.valueAt(name, setting);
      return value === null
        ? []
        : [{ x: setting.blockMs!, y: value.median, low: value.low, high: value.high }];
    });
    return { label: titleOf(figures, name), style: name, points, markers: true };
  });
  const drawn = series.filter(({ points }) => points.length > 1);
  if (drawn.length === 0) return [];
  const words = drawn.map(({ label, points }) => {
    const { x, y } = points.at(-1)!;
    return `${label} ${format(y, 'ms')} at ${x} ms`;
  });
  const { name, title, label } = curves;
  return [
    {
      table: captions[role],
      chart: {
        ...{ kind: 'lines', name, title },
        alternative: `${label}, by the length of a block, a line for each runtime: ${words.join('; ')}.`,
        x: {
          label: 'The application blocks for',
          unit: 'ms',
          scale: 'log',
          ticks: [...new Set(settings.map(({ blockMs }) => blockMs!))],
        },
        y: { label, unit: 'ms', scale: 'log' },
        series: drawn,
      },
    },
  ];
}
