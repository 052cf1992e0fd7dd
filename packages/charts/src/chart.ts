// What a chart shows, as plain data: JSON in, SVG out. Values are in the unit that their axis names.

import type { Unit } from './units.ts';

interface Common {
  /** Identifies the chart in a document, as the prefix of its ids: letters, digits, hyphens and dots. */
  readonly name: string;
  readonly title: string;
  /** What a reader who can't see the chart should know of it: what is drawn, and what it shows. Never empty. */
  readonly alternative: string;
}

export interface Axis {
  /** Without the unit, which the ticks carry. */
  readonly label: string;
  readonly unit: Unit;
  /** `nines`: percentiles, each further nine as wide as the one before. Linear unless given. */
  readonly scale?: 'linear' | 'log' | 'nines';
  /** Bounds; those of the data, rounded to ticks, unless given. A linear axis begins at 0 unless `min` says otherwise. */
  readonly min?: number;
  readonly max?: number;
  /** Positions of the ticks, for values that were chosen, such as cluster sizes. */
  readonly ticks?: readonly number[];
}

/** A vertical line across the rows, such as the ratio 1. */
export interface Rule {
  readonly value: number;
  readonly label: string;
}

/** One line of a chart of rows. */
export interface Row {
  readonly label: string;
  /** Name of the target, which fixes colour and marker. */
  readonly style: string;
  /** Each is drawn as a dot. */
  readonly samples?: readonly number[];
  /** The median and its interval; null bounds where there are too few samples for one. */
  readonly estimate?: {
    readonly median: number;
    readonly low: number | null;
    readonly high: number | null;
  } | null;
  /** Shown in place of values, such as `not measured`. */
  readonly missing?: string;
}

export interface RowGroup {
  /** Heading, such as the setting that the rows have in common. */
  readonly label?: string;
  readonly rows: readonly Row[];
}

/** A value for each category: `dots` shows samples, median and interval; `bars` draws a bar from 0 to the median. */
export interface RowsChart extends Common {
  readonly kind: 'dots' | 'bars';
  readonly x: Axis;
  readonly groups: readonly RowGroup[];
  readonly rule?: Rule;
}

/** A line of a chart of marks: the same thing for several targets. */
export interface MarksLine {
  readonly label: string;
  readonly marks: readonly Pick<Row, 'label' | 'style' | 'estimate'>[];
}

/** Medians and intervals of several targets on each line: compact where lines are many. */
export interface MarksChart extends Common {
  readonly kind: 'marks';
  readonly x: Axis;
  readonly lines: readonly MarksLine[];
  readonly rule?: Rule;
}

export interface Point {
  readonly x: number;
  readonly y: number;
  /** Bounds of the interval around `y`, drawn as a band. */
  readonly low?: number | null;
  readonly high?: number | null;
}

export interface Series {
  readonly label: string;
  /** Name of the target, which fixes colour, marker and dash. */
  readonly style: string;
  /** In ascending order of x. */
  readonly points: readonly Point[];
  /** Whether the points are marked; only where they are few unless given. */
  readonly markers?: boolean;
  /** `none`: markers alone. Straight unless given. */
  readonly curve?: 'straight' | 'step' | 'none';
}

/** Lines over a number, such as throughput by outstanding proposals. */
export interface LinesChart extends Common {
  readonly kind: 'lines';
  /** Height of the plot (px); it follows from the width unless given. */
  readonly height?: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

/** A distribution: its samples, or quantiles of them as someone published them. */
export type CdfSeries = { readonly label: string; readonly style: string } & (
  | { readonly samples: readonly number[] }
  | { readonly quantiles: readonly { readonly q: number; readonly value: number }[] }
);

/** Cumulative distributions: the share of samples up to each value. */
export interface CdfChart extends Common {
  readonly kind: 'cdf';
  /** Height of the plot (px); it follows from the width unless given. */
  readonly height?: number;
  readonly x: Axis;
  readonly series: readonly CdfSeries[];
}

export interface PercentilesSeries {
  readonly label: string;
  readonly style: string;
  /** Percentiles from 0 to below 100, ascending; 100 is left out, since an axis of nines has no place for it. */
  readonly points: readonly { readonly percentile: number; readonly value: number }[];
}

/** Values by percentile, the tail stretched: 50, 90, 99, 99.9 … at equal distances. */
export interface PercentilesChart extends Common {
  readonly kind: 'percentiles';
  readonly y: Axis;
  readonly series: readonly PercentilesSeries[];
}

export type Chart = RowsChart | MarksChart | LinesChart | CdfChart | PercentilesChart;
