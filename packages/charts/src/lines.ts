// Charts of lines: axes, bands, lines and markers, and the legend above.

import type { LinesChart, Series } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { drawLegend } from './legend.ts';
import { pathOf } from './path.ts';
import { type Scale, scaleOf } from './scale.ts';
import { dashOf, inSeries, markersAt, type Place } from './series-marks.ts';
import { inks, type Scheme } from './stylesheet.ts';
import { element, escapeText, line, pair, text } from './svg.ts';
import { lineHeight, shorten, widthOf } from './text.ts';

/** Up to this number of points in a series, each is marked. */
const fewPoints = 16;

interface Plot {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function drawLines(chart: LinesChart, width: number, scheme: Scheme): Drawing {
  const series = chart.series.filter(({ points }) => points.length > 0).map(withMarkers);
  const legend = drawLegend(series, width, scheme);
  const plot = plotOf({ ...chart, series }, width, legend.height + lineHeight + 11);
  const content = [
    legend.content,
    text(shorten(chart.y.label, width), 0, legend.height + 12, { className: 'muted' }),
    element('g', {}, ...axes(plot, scheme)),
    text(shorten(chart.x.label, width), plot.right, plot.bottom + 2 * lineHeight + 2, {
      anchor: 'end',
      className: 'muted',
    }),
    ...series.map((one) => drawSeries(one, plot, scheme)),
  ];
  return { height: plot.bottom + 2 * lineHeight + 8, content: content.join('') };
}

function withMarkers(series: Series): Series {
  return { ...series, markers: series.markers ?? series.points.length <= fewPoints };
}

function plotOf({ x, y, series, height }: LinesChart, width: number, top: number): Plot {
  const bottom = top + (height ?? Math.round(Math.min(260, Math.max(170, width * 0.46))));
  const points = series.flatMap((one) => one.points);
  const ys = points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]);
  const yScale = scaleOf(y, ys, { from: bottom, to: top });
  const left = Math.max(...yScale.ticks.map(({ label }) => widthOf(label)), 12) + 8;
  const xs = points.map((point) => point.x);
  // The last tick's label is centred at the right end: half of it hangs over.
  const draft = scaleOf(x, xs, { from: left, to: width - 20 });
  const right = width - Math.max(8, widthOf(draft.ticks.at(-1)?.label ?? '') / 2 + 1);
  return { x: scaleOf(x, xs, { from: left, to: right }), y: yScale, left, right, top, bottom };
}

function axes({ x, y, left, right, top, bottom }: Plot, scheme: Scheme): string[] {
  const horizontal = y.ticks.map(({ value }) => `M${pair(left, y.at(value))}H${right}`).join('');
  const vertical = x.ticks.map(({ value }) => `M${pair(x.at(value), top)}V${bottom}`).join('');
  return [
    element('path', { class: 'grid', d: horizontal + vertical, stroke: inks.grid[scheme], fill: 'none' }),
    line(left, bottom, right, bottom, { class: 'axis', stroke: inks.muted[scheme] }),
    ...y.ticks.map(({ value, label }) => text(label, left - 6, y.at(value) + 4, { anchor: 'end' })),
    ...x.ticks.map(({ value, label }) => text(label, x.at(value), bottom + lineHeight, { anchor: 'middle' })),
  ];
}

function drawSeries(series: Series, plot: Plot, scheme: Scheme): string {
  const { style, curve = 'straight', markers } = series;
  const places = series.points.map(({ x, y }): Place => [plot.x.at(x), plot.y.at(y)]);
  const stroke =
    curve === 'none' || places.length < 2
      ? ''
      : element('path', {
          d: pathOf(places, curve),
          'stroke-width': style === 'go' ? 2.4 : 1.8,
          'stroke-linejoin': 'round',
          ...dashOf(style),
        });
  const marks = markers || places.length === 1 ? markersAt(style, places, 3.2) : '';
  return inSeries(
    style,
    scheme,
    `<title>${escapeText(series.label)}</title>`,
    band(series, plot),
    stroke,
    marks,
  );
}

/** The intervals around the points as an area. */
function band({ points }: Series, { x, y }: Plot): string {
  const bounded = points.filter(({ low, high }) => low != null && high != null);
  if (bounded.length < 2) return '';
  const upper = bounded.map((point) => pair(x.at(point.x), y.at(point.high!)));
  const lower = bounded.map((point) => pair(x.at(point.x), y.at(point.low!))).reverse();
  return element('path', {
    d: `M${[...upper, ...lower].join('L')}z`,
    'fill-opacity': 0.14,
    stroke: 'none',
  });
}
