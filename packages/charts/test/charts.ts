// Charts of each kind, for tests.

import type { Chart, Row } from '@three-ways/charts';

const targets = ['async', 'coroutines', 'workers', 'go', 'ideal'];

/** Samples that look random and never change. */
export function samples(count: number, from: number, to: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((i * 0.618034) % 1) * (to - from));
}

const row = (style: string, i: number): Row => ({
  label: `TypeScript ${style}`,
  style,
  samples: samples(6, 100 + 10 * i, 140 + 10 * i),
  estimate: { median: 120 + 10 * i, low: 110 + 10 * i, high: 130 + 10 * i },
});

const alternative = 'What is drawn, and what it shows.';
const common = (name: string) => ({ name, title: `Chart ${name}`, alternative });

export const charts: readonly Chart[] = [
  {
    ...common('dots'),
    kind: 'dots',
    x: { label: 'Time without a leader', unit: 'ms' },
    rule: { value: 120, label: 'ideal' },
    groups: [{ label: '150–300 ms', rows: targets.map(row) }],
  },
  {
    ...common('bars'),
    kind: 'bars',
    x: { label: 'RSS', unit: 'bytes' },
    groups: [{ rows: targets.map(row) }],
  },
  {
    ...common('marks'),
    kind: 'marks',
    x: { label: 'Time of a unit', unit: 'ns', scale: 'log' },
    lines: ['spawn', 'switch', 'lock'].map((label) => ({ label, marks: targets.map(row) })),
  },
  {
    ...common('lines'),
    kind: 'lines',
    x: { label: 'Outstanding', unit: 'count', scale: 'log', ticks: [1, 64, 256, 1024, 4096] },
    y: { label: 'Latency', unit: 'us', scale: 'log' },
    series: targets.map((style, i) => ({
      label: style,
      style,
      points: [1, 64, 256, 1024, 4096].map((x) => ({ x, y: x * (i + 1), low: x * i + 1, high: x * (i + 2) })),
    })),
  },
  {
    ...common('cdf'),
    kind: 'cdf',
    x: { label: 'Time without a leader', unit: 'ms' },
    series: [
      ...targets.map((style) => ({ label: style, style, samples: samples(1000, 150, 400) })),
      {
        label: 'Raft paper',
        style: 'published',
        quantiles: [0, 0.5, 1].map((q) => ({ q, value: 150 + q * 250 })),
      },
    ],
  },
  {
    ...common('percentiles'),
    kind: 'percentiles',
    y: { label: 'Latency', unit: 'us', scale: 'log' },
    series: targets.map((style) => ({
      label: style,
      style,
      points: [0, 50, 90, 99, 99.9, 99.99, 100].map((percentile) => ({ percentile, value: 10 + percentile })),
    })),
  },
];
