// Charts of rows: a label at the left, and samples, median and interval on a common axis.

import type { Row, RowsChart } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { type Scale, scaleOf } from './scale.ts';
import { dotsAt, inSeries, markersAt, type Place } from './series-marks.ts';
import { inks, type Scheme } from './stylesheet.ts';
import { element, escapeText, line, pair, text } from './svg.ts';
import { lineHeight, shorten, widthOf } from './text.ts';
import { format, type Unit } from './units.ts';

const rowHeight = 22;
const headingHeight = 24;

/** Most samples of a row that are drawn; evenly spaced quantiles of more. */
const mostDots = 120;

/** Largest share of the width that labels take. */
const labelShare = 0.42;

interface Plot {
  readonly scale: Scale;
  readonly left: number;
  readonly right: number;
}

export function drawRows(chart: RowsChart, width: number, scheme: Scheme): Drawing {
  const plot = plotOf(chart, width);
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
  const content = [...axis(chart, plot, { top, bottom: y }, scheme), ...parts].join('');
  return { height: y + 2 * lineHeight + 6, content };
}

function plotOf({ x, groups, kind, rule }: RowsChart, width: number): Plot {
  const rows = groups.flatMap((group) => group.rows);
  const widest = Math.max(0, ...rows.map(({ label }) => widthOf(label)));
  const left = Math.min(widest, width * labelShare) + 10;
  const values = rows.flatMap(({ samples = [], estimate }) => [
    ...(kind === 'dots' ? samples : []),
    ...[estimate?.median, estimate?.low, estimate?.high].filter((value) => value != null),
  ]);
  if (rule !== undefined) values.push(rule.value);
  const draft = scaleOf(x, values, { from: left, to: width - 20 });
  const right = width - Math.max(8, widthOf(draft.ticks.at(-1)?.label ?? '') / 2 + 1);
  return { scale: scaleOf(x, values, { from: left, to: right }), left, right };
}

function axis(
  { x, rule }: RowsChart,
  { scale, left, right }: Plot,
  { top, bottom }: { readonly top: number; readonly bottom: number },
  scheme: Scheme,
): string[] {
  const grid = scale.ticks.map(({ value }) => `M${pair(scale.at(value), top)}V${bottom}`).join('');
  return [
    element('path', { class: 'grid', d: grid, stroke: inks.grid[scheme], fill: 'none' }),
    line(left, bottom, right, bottom, { class: 'axis', stroke: inks.muted[scheme] }),
    ...scale.ticks.map(({ value, label }) =>
      text(label, scale.at(value), bottom + lineHeight, { anchor: 'middle' }),
    ),
    text(shorten(x.label, right - left), right, bottom + 2 * lineHeight, {
      anchor: 'end',
      className: 'muted',
    }),
    ...(rule === undefined ? [] : drawRule(rule, { scale, left, right }, { top, bottom }, scheme)),
  ];
}

function drawRule(
  { value, label }: NonNullable<RowsChart['rule']>,
  { scale, left, right }: Plot,
  { top, bottom }: { readonly top: number; readonly bottom: number },
  scheme: Scheme,
): string[] {
  const x = scale.at(value);
  const half = widthOf(label) / 2;
  return [
    line(x, top, x, bottom, { class: 'axis', stroke: inks.muted[scheme], 'stroke-dasharray': '4 3' }),
    text(label, Math.max(left + half, Math.min(right - half, x)), top - 6, {
      anchor: 'middle',
      className: 'muted',
    }),
  ];
}

function drawRow(row: Row, { kind, x }: RowsChart, plot: Plot & { readonly y: number }, scheme: Scheme) {
  const { left, y } = plot;
  const label = text(shorten(row.label, left - 10), left - 10, y + 4, { anchor: 'end' });
  if (row.missing !== undefined || !row.estimate)
    return label + text(row.missing ?? 'not measured', left + 6, y + 4, { className: 'muted' });
  const marks = kind === 'bars' ? bar(row, plot) : dots(row, plot);
  const title = `<title>${escapeText(`${row.label}: ${inWords(row, x.unit)}`)}</title>`;
  return label + inSeries(row.style, scheme, title, marks, intervalOf(row, plot), medianOf(row, plot));
}

/** A row's figures in words: `412 ms (401 ms to 420 ms)`. */
function inWords({ estimate, samples = [] }: Row, unit: Unit): string {
  const { median, low, high } = estimate!;
  const interval = low === null || high === null ? '' : ` (${format(low, unit)} to ${format(high, unit)})`;
  return `${format(median, unit)}${interval}${samples.length > 0 ? `, ${samples.length} samples` : ''}`;
}

function bar({ estimate }: Row, { scale, y }: Plot & { readonly y: number }): string {
  const from = scale.at(Math.max(scale.min, 0));
  const to = scale.at(estimate!.median);
  const [x, width] = [Math.min(from, to), Math.abs(to - from)];
  return element('rect', { x, y: y - 6, width, height: 12, 'fill-opacity': 0.28, stroke: 'none' });
}

/** Samples, moved up and down so that equal ones show. */
function dots({ samples = [] }: Row, { scale, y }: Plot & { readonly y: number }): string {
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

function intervalOf({ estimate }: Row, { scale, y }: Plot & { readonly y: number }): string {
  const { low, high } = estimate!;
  if (low === null || high === null) return '';
  const [a, b] = [scale.at(low), scale.at(high)];
  return element('path', {
    d: `M${pair(a, y)}H${b.toFixed(1)}M${pair(a, y - 4)}v8M${pair(b, y - 4)}v8`,
    'stroke-width': 1.6,
    fill: 'none',
  });
}

function medianOf({ estimate, style }: Row, { scale, y }: Plot & { readonly y: number }): string {
  return markersAt(style, [[scale.at(estimate!.median), y]], 4);
}
