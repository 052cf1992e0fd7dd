// Charts of marks: each line has a marker and an interval for each of several targets; the legend names them.

import type { MarksChart, MarksLine } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { drawLegend } from './legend.ts';
import { axisHeight, drawRowAxis, type RowPlot, rowHeight, rowPlotOf } from './row-axis.ts';
import { inWords } from './rows.ts';
import { inSeries, markersAt } from './series-marks.ts';
import { inks, type Scheme } from './stylesheet.ts';
import { element, escapeText, line, pair, text } from './svg.ts';
import { lineHeight, shortenInside } from './text.ts';
import type { Unit } from './units.ts';

type Mark = MarksLine['marks'][number];

export function drawMarks({ x, lines, rule }: MarksChart, width: number, scheme: Scheme): Drawing {
  const labels = lines.map(({ label }) => label);
  const marks = lines.flatMap((one) => one.marks);
  const values = marks.flatMap(({ estimate }) =>
    [estimate?.median, estimate?.low, estimate?.high].filter((value) => value != null),
  );
  const plot = rowPlotOf(x, labels, rule === undefined ? values : [...values, rule.value], width);
  const series = [...new Map(marks.map(({ label, style }) => [style, { label, style }])).values()];
  const legend = drawLegend(
    series.map((one) => ({ ...one, points: [], curve: 'none' as const })),
    width,
    scheme,
  );
  const top = legend.height + (rule === undefined ? 4 : lineHeight + 4);
  const bottom = top + lines.length * rowHeight;
  const drawn = lines.map(({ label, marks }, i) => {
    const y = top + (i + 0.5) * rowHeight;
    return [
      line(plot.left, y, plot.right, y, { class: 'grid', stroke: inks.grid[scheme] }),
      text(shortenInside(label, plot.left - 10), plot.left - 10, y + 4, { anchor: 'end' }),
      ...marks.map((mark) => drawMark(mark, x.unit, { ...plot, y }, scheme)),
    ].join('');
  });
  const axis = drawRowAxis(x, rule, plot, { top, bottom }, scheme);
  return { height: bottom + axisHeight, content: [legend.content, ...axis, ...drawn].join('') };
}

function drawMark(
  { label, style, estimate }: Mark,
  unit: Unit,
  { scale, y }: RowPlot & { readonly y: number },
  scheme: Scheme,
): string {
  if (!estimate) return '';
  const { median, low, high } = estimate;
  const title = `<title>${escapeText(`${label}: ${inWords({ estimate }, unit)}`)}</title>`;
  const interval =
    low === null || high === null
      ? ''
      : element('path', { d: `M${pair(scale.at(low), y)}H${scale.at(high).toFixed(1)}`, 'stroke-width': 2 });
  return inSeries(style, scheme, title, interval, markersAt(style, [[scale.at(median), y]], 3.6));
}
