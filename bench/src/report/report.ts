// A run for its readers: text for the terminal; and beside its results Markdown tables, SVG figures and the HTML report.

import { join } from 'node:path';
import { makeFolder } from '@three-ways/command-line';
import { type Results, writeFileAtomically } from '../results/results.ts';
import type { Suite } from '../suites/common/suite.ts';
import type { Table } from '../tables/table.ts';
import { environmentTable } from './environment-table.ts';
import { fit } from './fit.ts';
import { notMeasuredMarkdown, toMarkdown } from './markdown.ts';
import { figuresOf, runReport } from './run-report.ts';
import { type Section, sectionsOf } from './sections.ts';
import { type Paint, toTerminal, wrap } from './terminal.ts';

/** Writes a run's tables, its figures (`figures/<chart>.svg`) and its report (`report.html`). */
export function writeReport(folder: string, suites: readonly Suite[], results: Results): void {
  const sections = sectionsOf(suites, results);
  writeTables(folder, suites, results, sections);
  writeFigures(folder, sections);
  writeFileAtomically(reportFile(folder), runReport(suites, results, sections));
}

/** The HTML report of the run in a folder. */
export function reportFile(folder: string): string {
  return join(folder, 'report.html');
}

/** Writes `figures/<chart>.svg` for every chart. */
export function writeFigures(folder: string, sections: readonly Section[]): void {
  makeFolder(join(folder, 'figures'));
  for (const [name, svg] of figuresOf(sections)) writeFileAtomically(join(folder, 'figures', name), svg);
}

/** Writes `tables/<suite>.md` for every suite, including those that the run left out. */
export function writeTables(
  folder: string,
  suites: readonly Suite[],
  results: Results,
  sections = sectionsOf(suites, results),
): void {
  const write = (name: string, content: string) =>
    writeFileAtomically(join(folder, 'tables', `${name}.md`), content);
  makeFolder(join(folder, 'tables'));
  for (const suite of suites) {
    const section = sections.find((candidate) => candidate.suite === suite);
    write(suite.name, section === undefined ? notMeasuredMarkdown : toMarkdown(section.tables()));
  }
  write('environment', toMarkdown([environmentTable(results, suites)]));
}

/** A suite's tables, below each other: the notes that all of them have stand below the last. */
function tablesOf({ tables, notes: common }: Section): Table[] {
  const all = tables();
  return all.map((table, i) =>
    i === all.length - 1 ? table : { ...table, notes: table.notes.filter((note) => !common.includes(note)) },
  );
}

/** Line length where no terminal says another (characters). */
const usualWidth = 100;

/** All tables of a run and what they say, as text in lines of at most `width` characters. */
export function renderTables(
  suites: readonly Suite[],
  results: Results,
  paint: Paint,
  width = usualWidth,
): string {
  const sections = sectionsOf(suites, results);
  const tables = [...sections.flatMap(tablesOf), environmentTable(results, suites)];
  const drawn = tables.flatMap((table) => fit(table, width)).map((table) => toTerminal(table, paint));
  const verdicts = sections.flatMap(({ suite, verdict }) =>
    verdict === null ? [] : [`${suite.name}: ${verdict}`],
  );
  if (verdicts.length === 0) return drawn.join('\n');
  const lines = verdicts.flatMap((verdict) => [...wrap(verdict), '']);
  return [...drawn, [paint(['bold', 'underline'], 'In short'), '', ...lines].join('\n')].join('\n');
}
