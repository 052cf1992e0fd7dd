// What all charts of rows have in common: room for the labels at the left, an axis below, and a rule across.

import type { Axis, Rule } from './chart.ts';
import { type Scale, scaleOf } from './scale.ts';
import { inks, type Scheme } from './stylesheet.ts';
import { element, line, pair, text } from './svg.ts';
import { lineHeight, shorten, widthOf } from './text.ts';

/** Height of a row (px). */
export const rowHeight = 22;

/** Height of the axis with its ticks and label (px). */
export const axisHeight = 2 * lineHeight + 6;

/** Largest share of the width that labels take. */
const labelShare = 0.42;

export interface RowPlot {
  readonly scale: Scale;
  readonly left: number;
  readonly right: number;
}

/** Room for the labels, and the scale of the values in the rest of the width. */
export function rowPlotOf(
  x: Axis,
  labels: readonly string[],
  values: readonly number[],
  width: number,
): RowPlot {
  const left = Math.min(Math.max(0, ...labels.map(widthOf)), width * labelShare) + 10;
  const draft = scaleOf(x, values, { from: left, to: width - 20 });
  const right = width - Math.max(8, widthOf(draft.ticks.at(-1)?.label ?? '') / 2 + 1);
  return { scale: scaleOf(x, values, { from: left, to: right }), left, right };
}

interface Height {
  readonly top: number;
  readonly bottom: number;
}

export function drawRowAxis(
  x: Axis,
  rule: Rule | undefined,
  { scale, left, right }: RowPlot,
  { top, bottom }: Height,
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
  { value, label }: Rule,
  { scale, left, right }: RowPlot,
  { top, bottom }: Height,
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
