// A chart as suites describe it; the package `charts` draws it.

import type { Chart } from '@three-ways/charts';

export interface SuiteChart {
  readonly chart: Chart;
  /** Caption of the table with its numbers, which the report puts beside it; a table may have several charts. */
  readonly table: string;
}
