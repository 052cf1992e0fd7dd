// The tables of a run as Markdown files and its figures as SVG, drawn from its results alone: for the paper.

import { withFigures } from '../results/figures.ts';
import type { Results } from '../results/results.ts';
import { suites } from '../suites/suites.ts';
import { writeFigures, writeTables } from './report.ts';
import { sectionsOf } from './sections.ts';

export type { Table } from '../tables/table.ts';
export { toMarkdown } from './markdown.ts';

/** Draws the tables of a run, finished or not, into `into/tables`, and its charts into `into/figures`. */
export function drawTables(results: Results, into: string): void {
  const whole = withFigures(results, suites);
  const sections = sectionsOf(suites, whole);
  writeTables(into, suites, whole, sections);
  writeFigures(into, sections);
}
