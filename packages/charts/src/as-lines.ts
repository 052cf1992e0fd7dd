// Distributions as lines: a CDF has steps over values, percentiles lie on an axis that stretches the tail.

import type { CdfChart, CdfSeries, LinesChart, PercentilesChart, Point, Series } from './chart.ts';

export function cdfToLines({ series, x, ...chart }: CdfChart): LinesChart {
  return {
    ...chart,
    kind: 'lines',
    x,
    y: { label: 'Share of samples', unit: 'share', min: 0, max: 1 },
    series: series.map(cdfSeries),
  };
}

function cdfSeries(series: CdfSeries): Series {
  const { label, style } = series;
  if ('quantiles' in series) {
    const points = series.quantiles.map(({ q, value }) => ({ x: value, y: q }));
    return { label, style, points, curve: 'none', markers: true };
  }
  return { label, style, points: stepsOf(series.samples), curve: 'step', markers: false };
}

/** The share of samples up to each, beginning at 0. */
function stepsOf(samples: readonly number[]): Point[] {
  const sorted = samples.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  return [{ x: sorted[0]!, y: 0 }, ...sorted.map((x, i) => ({ x, y: (i + 1) / sorted.length }))];
}

export function percentilesToLines({ series, y, ...chart }: PercentilesChart): LinesChart {
  return {
    ...chart,
    kind: 'lines',
    x: { label: 'Percentile', unit: 'percentile', scale: 'nines' },
    y,
    series: series.map(({ label, style, points }) => ({
      label,
      style,
      points: points
        .filter(({ percentile }) => percentile < 100)
        .map(({ percentile, value }) => ({ x: percentile, y: value })),
    })),
  };
}
