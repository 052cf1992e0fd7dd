// The charts of the suite `memory`: what each server adds, and the ladder of cluster sizes on logarithmic axes.

import { type Axis, format, type Series } from '@three-ways/charts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { titleOf } from '../../tables/cells.ts';
import type { SuiteChart } from '../../tables/chart.ts';
import { ladderCaption, serverCaption } from './captions.ts';
import { largestOfSlopes } from './metrics.ts';

export function memoryCharts(figures: SuiteFigures): SuiteChart[] {
  const pss = { metric: 'pssBytes', label: 'PSS of the process', unit: 'bytes' } as const;
  const cpu = { metric: 'heartbeatCpuMs', label: 'CPU time in a second', unit: 'ms' } as const;
  const slope = { ...pss, name: 'memory-servers', title: 'Memory by servers', most: largestOfSlopes };
  const charts = [lines(figures, serverCaption, slope)];
  if (sizesOf(figures).length > 2)
    charts.push(
      lines(figures, ladderCaption, { ...pss, name: 'memory-ladder', title: 'Memory of large clusters' }),
      lines(figures, ladderCaption, { ...cpu, name: 'memory-heartbeats', title: 'CPU time of heartbeats' }),
    );
  return charts.filter(({ chart }) => chart.kind === 'lines' && chart.series.length > 0);
}

interface Lines {
  readonly metric: string;
  readonly label: string;
  readonly unit: Axis['unit'];
  readonly name: string;
  readonly title: string;
  /** Largest cluster drawn, on linear axes; all, on logarithmic ones, if undefined. */
  readonly most?: number;
}

function lines(
  figures: SuiteFigures,
  table: string,
  { metric, label, unit, name, title, most }: Lines,
): SuiteChart {
  const sizes = sizesOf(figures).filter((servers) => servers <= (most ?? servers));
  const scale = most === undefined ? ({ scale: 'log' } as const) : {};
  const series = figures.targets
    .map(({ name: target }) => seriesOf(figures, target, metric, sizes))
    .filter(({ points }) => points.length > 0);
  const words = series.map(({ label, points }) => {
    const { x, y } = points.at(-1)!;
    return `${label} ${format(y, unit)} at ${x} servers`;
  });
  return {
    table,
    chart: {
      ...{ kind: 'lines', name, title },
      alternative: `${label} by the number of servers, a line for each runtime: ${words.join('; ')}.`,
      x: { label: 'Servers', unit: 'count', ticks: sizes, ...scale },
      y: { label, unit, ...scale },
      series,
    },
  };
}

function sizesOf(figures: SuiteFigures): number[] {
  return figures
    .settings('pssBytes')
    .map(({ servers }) => servers!)
    .sort((a, b) => a - b);
}

function seriesOf(figures: SuiteFigures, target: string, metric: string, sizes: readonly number[]): Series {
  const points = sizes.flatMap((servers) => {
    const estimate = figures.get(metric, target, { servers })?.estimate;
    return estimate ? [{ x: servers, y: estimate.median, low: estimate.low, high: estimate.high }] : [];
  });
  return { label: titleOf(figures, target), style: target, points, markers: true };
}
