// The tables of a run as Markdown files and its figures as SVG, drawn from its results.json alone: for the paper.

import { withFigures } from '../results/figures.ts';
import { readResults, resultsFile } from '../results/results.ts';
import { suites } from '../suites/suites.ts';
import { writeFigures, writeTables } from './report.ts';
import { sectionsOf } from './sections.ts';

/**
 * Draws the tables of the run in `folder`, finished or not, into `into/tables`, and its charts into `into/figures`.
 * @throws UsageError if its results.json can't be read
 */
export function drawTablesOfRun(folder: string, into: string): void {
  const results = withFigures(readResults(resultsFile(folder)), suites);
  const sections = sectionsOf(suites, results);
  writeTables(into, suites, results, sections);
  writeFigures(into, sections);
}
