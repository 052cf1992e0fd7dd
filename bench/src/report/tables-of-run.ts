// The tables of a run as Markdown files, drawn from its results.json alone: for the paper.

import { withFigures } from '../results/figures.ts';
import { readResults, resultsFile } from '../results/results.ts';
import { suites } from '../suites/suites.ts';
import { writeTables } from './report.ts';

/**
 * Draws the tables of the run in `folder`, finished or not, into `into/tables`.
 * @throws UsageError if its results.json can't be read
 */
export function drawTablesOfRun(folder: string, into: string): void {
  writeTables(into, suites, withFigures(readResults(resultsFile(folder)), suites));
}
