// The legend: each series' line and marker beside its label, in as many lines as it needs.

import type { Series } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { dashOf, inSeries, markersAt } from './series-marks.ts';
import type { Scheme } from './stylesheet.ts';
import { line, text } from './svg.ts';
import { lineHeight, shorten, widthOf } from './text.ts';

const swatch = 26;
const gap = 14;

export function drawLegend(series: readonly Series[], width: number, scheme: Scheme): Drawing {
  let [x, y] = [0, 0];
  const entries = series.map((one) => {
    const label = shorten(one.label, width - swatch);
    const wanted = swatch + widthOf(label);
    if (x > 0 && x + wanted > width) [x, y] = [0, y + lineHeight];
    const entry = drawEntry(one, label, x, y + lineHeight / 2, scheme);
    x += wanted + gap;
    return entry;
  });
  return { height: series.length === 0 ? 0 : y + lineHeight + 6, content: entries.join('') };
}

function drawEntry(series: Series, label: string, x: number, y: number, scheme: Scheme): string {
  const isLine = series.curve !== 'none';
  const stroke = isLine ? line(x, y, x + swatch - 6, y, { 'stroke-width': 2, ...dashOf(series.style) }) : '';
  const marker = series.markers === false ? '' : markersAt(series.style, [[x + (swatch - 6) / 2, y]], 3.2);
  return inSeries(series.style, scheme, stroke, marker) + text(label, x + swatch, y + 4);
}
