// Blocks of a page: a table with its charts beside it, and markers that all tables share.

import { draw, markerOf } from '@three-ways/charts';
import type { SuiteChart } from '../../tables/chart.ts';
import { longestCell, type Table } from '../../tables/table.ts';
import { html, Markup } from './markup.ts';
import { notesMarkup, type Titles, tableMarkup } from './table.ts';

/** Width at which charts are drawn (px); they shrink to a phone's. */
const chartWidth = 420;

/** Widest table that a chart leaves room for (characters). */
const widestBeside = 84;

/** A table of one or two charts stands beside them if there is room for it; otherwise below. */
export function blockMarkup(table: Table, charts: readonly SuiteChart[], titles: Titles): Markup {
  const figures = charts.map(({ chart }) => figureMarkup(chart));
  const side = charts.length === 0 ? null : html`<div class="charts">${figures}</div>`;
  const fits = widthOf(table) <= widestBeside;
  const beside = fits && charts.length > 0 && charts.length < 3 ? ' beside' : '';
  return html`<div class="block${beside}">${side}<div>${tableMarkup(table, titles)}${notesMarkup(table.notes)}</div></div>\n`;
}

/** The width of a table by its longest cells, with two for each gap (characters). */
function widthOf(table: Table): number {
  return table.columns.reduce((sum, _, position) => sum + longestCell(table, position) + 2, 0);
}

/** A chart below its title. */
export function figureMarkup(chart: SuiteChart['chart']): Markup {
  return html`<figure><figcaption>${chart.title}</figcaption>${new Markup(draw(chart, { width: chartWidth }))}</figure>\n`;
}

/** The markers that tables refer to. */
export function markersMarkup(targets: readonly string[]): Markup {
  const symbols = targets.map(
    (target) =>
      html`<symbol id="mark-${target}" class="chart" viewBox="0 0 12 12">${new Markup(markerOf(target))}</symbol>`,
  );
  return html`<svg class="chart marks" aria-hidden="true">${symbols}</svg>`;
}

/** A command that the reader can type. */
export function commandMarkup(command: string): Markup {
  return html`<div class="command"><code>${command}</code></div>`;
}
