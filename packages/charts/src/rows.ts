// Charts of rows: a label at the left, and samples, median and interval on a common axis.

import type { Row, RowsChart } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { axisHeight, drawRowAxis, type RowPlot, rowHeight, rowPlotOf } from './row-axis.ts';
import { dotsAt, inSeries, markersAt, type Place } from './series-marks.ts';
import type { Scheme } from './stylesheet.ts';
import { element, escapeText, pair, text } from './svg.ts';
import { lineHeight, shorten, shortenInside } from './text.ts';
import { format, type Unit } from './units.ts';

const headingHeight = 24;

/** Most samples of a row that are drawn; evenly spaced quantiles of more. */
const mostDots = 120;

/** A plot and the middle of a row in it. */
type Line = RowPlot & { readonly y: number };

export function drawRows(chart: RowsChart, width: number, scheme: Scheme): Drawing {
  const labels = chart.groups.flatMap(({ rows }) => rows.map(({ label }) => label));
  const plot = rowPlotOf(chart.x, labels, valuesIn(chart), width);
  const top = chart.rule === undefined ? 4 : lineHeight + 4;
  const parts: string[] = [];
  let y = top;
  for (const { label, rows } of chart.groups) {
    if (label !== undefined) {
      parts.push(text(shorten(label, width), 0, y + 16, { weight: 'bold' }));
      y += headingHeight;
    }
    for (const row of rows) {
      parts.push(drawRow(row, chart, { ...plot, y: y + rowHeight / 2 }, scheme));
      y += rowHeight;
    }
    y += 4;
  }
  const content = [...drawRowAxis(chart.x, chart.rule, plot, { top, bottom: y }, scheme), ...parts].join('');
  return { height: y + axisHeight, content };
}

/** All values that the axis must hold. */
function valuesIn({ groups, kind, rule }: RowsChart): number[] {
  const rows = groups.flatMap((group) => group.rows);
  const values = rows.flatMap(({ samples = [], estimate }) => [
    ...(kind === 'dots' ? samples : []),
    ...[estimate?.median, estimate?.low, estimate?.high].filter((value) => value != null),
  ]);
  return rule === undefined ? values : [...values, rule.value];
}

function drawRow(row: Row, { kind, x }: RowsChart, plot: Line, scheme: Scheme) {
  const { left, y } = plot;
  const label = text(shortenInside(row.label, left - 10), left - 10, y + 4, { anchor: 'end' });
  if (row.missing !== undefined || !row.estimate)
    return label + text(row.missing ?? 'not measured', left + 6, y + 4, { className: 'muted' });
  const marks = kind === 'bars' ? bar(row, plot) : dots(row, plot);
  const title = `<title>${escapeText(`${row.label}: ${inWords(row, x.unit)}`)}</title>`;
  return label + inSeries(row.style, scheme, title, marks, intervalOf(row, plot), medianOf(row, plot));
}

/** A row's figures in words: `412 ms (401 ms to 420 ms)`. */
export function inWords({ estimate, samples = [] }: Pick<Row, 'estimate' | 'samples'>, unit: Unit): string {
  const { median, low, high } = estimate!;
  const interval = low === null || high === null ? '' : ` (${format(low, unit)} to ${format(high, unit)})`;
  return `${format(median, unit)}${interval}${samples.length > 0 ? `, ${samples.length} samples` : ''}`;
}

function bar({ estimate }: Row, { scale, y }: Line): string {
  const from = scale.at(Math.max(scale.min, 0));
  const to = scale.at(estimate!.median);
  const [x, width] = [Math.min(from, to), Math.abs(to - from)];
  return element('rect', { x, y: y - 6, width, height: 12, 'fill-opacity': 0.28, stroke: 'none' });
}

/** Samples, moved up and down so that equal ones show. */
function dots({ samples = [] }: Row, { scale, y }: Line): string {
  const shown = someOf(samples);
  return dotsAt(shown.map((sample, i): Place => [scale.at(sample), y + jitter(i)]));
}

/** Three lanes are enough for the eye, and the same in each drawing. */
function jitter(i: number): number {
  return ((i * 2) % 5) * 2.2 - 4.4;
}

function someOf(samples: readonly number[]): readonly number[] {
  const sorted = samples.filter(Number.isFinite);
  if (sorted.length <= mostDots) return sorted;
  sorted.sort((a, b) => a - b);
  return Array.from(
    { length: mostDots },
    (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (mostDots - 1))]!,
  );
}

function intervalOf({ estimate }: Row, { scale, y }: Line): string {
  const { low, high } = estimate!;
  if (low === null || high === null) return '';
  const [a, b] = [scale.at(low), scale.at(high)];
  return element('path', {
    d: `M${pair(a, y)}H${b.toFixed(1)}M${pair(a, y - 4)}v8M${pair(b, y - 4)}v8`,
    'stroke-width': 1.6,
    fill: 'none',
  });
}

function medianOf({ estimate, style }: Row, { scale, y }: Line): string {
  return markersAt(style, [[scale.at(estimate!.median), y]], 4);
}
