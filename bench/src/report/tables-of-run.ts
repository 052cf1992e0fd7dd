// The tables of a run as Markdown files, drawn from its results alone: for the paper.

import { withFigures } from '../results/figures.ts';
import type { Results } from '../results/results.ts';
import { suites } from '../suites/suites.ts';
import { writeTables } from './report.ts';

export type { Table } from '../tables/table.ts';
export { toMarkdown } from './markdown.ts';

/** Draws the tables of a run, finished or not, into `into/tables`. */
export function drawTables(results: Results, into: string): void {
  writeTables(into, suites, withFigures(results, suites));
}
