// Tables of a run: as text for the terminal, and as Markdown files for the paper.

import { join } from 'node:path';
import { makeFolder } from '@three-ways/command-line';
import { SuiteFigures } from '../figures/suite-figures.ts';
import { type Results, writeFileAtomically } from '../results/results.ts';
import { isFinished } from '../results/run-folder.ts';
import { measures, type Suite } from '../suites/common/suite.ts';
import type { Table } from '../tables/table.ts';
import { environmentTable } from './environment-table.ts';
import { fit } from './fit.ts';
import { notMeasuredMarkdown, toMarkdown } from './markdown.ts';
import { type Paint, toTerminal } from './terminal.ts';

/** Writes `tables/<suite>.md` for every suite, including those that the run left out. */
export function writeTables(folder: string, suites: readonly Suite[], results: Results): void {
  const write = (name: string, content: string) =>
    writeFileAtomically(join(folder, 'tables', `${name}.md`), content);
  makeFolder(join(folder, 'tables'));
  for (const suite of suites) {
    const tables = tablesOf(suite, results);
    write(suite.name, tables.length > 0 ? toMarkdown(tables) : notMeasuredMarkdown);
  }
  write('environment', toMarkdown([environmentTable(results, suites)]));
}

/** Line length where no terminal says another (characters). */
const usualWidth = 100;

/** All tables of a run, as text in lines of at most `width` characters. */
export function renderTables(
  suites: readonly Suite[],
  results: Results,
  paint: Paint,
  width = usualWidth,
): string {
  const tables = [...suites.flatMap((suite) => tablesOf(suite, results)), environmentTable(results, suites)];
  return tables
    .flatMap((table) => fit(table, width))
    .map((table) => toTerminal(table, paint))
    .join('\n');
}

/** A suite's tables, with notes on missing trials; none without a valid trial. */
function tablesOf(suite: Suite, results: Results): readonly Table[] {
  const trials = results.trials.filter((trial) => trial.suite === suite.name);
  const own = results.figures.filter((figure) => figure.suite === suite.name);
  if (!own.some(({ estimate }) => estimate !== null)) return [];
  const ceilings = results.calibration.map((one) => [one.outstanding, one.entriesPerSecond] as const);
  const targets = results.targets.filter((target) => measures(suite, target));
  const figures = new SuiteFigures(own, targets, new Map(ceilings));
  const failed = trials.filter(({ outcome }) => !outcome.ok).length;
  const notes = [
    ...targets.flatMap(({ title, differs, measured }) =>
      differs && measured ? [`${title}: ${differs}.`] : [],
    ),
    ...missingNotes({ ...results, targets }),
    ...(failed > 0 ? [`${failed} of ${trials.length} trials failed and are excluded.`] : []),
  ];
  const valid = trials.flatMap(({ spec, outcome }) => (outcome.ok ? [{ spec, result: outcome.result }] : []));
  return suite.tables(figures, valid).map((table) => ({ ...table, notes: [...table.notes, ...notes] }));
}

function missingNotes(results: Results): string[] {
  const { settings, targets, trials } = results;
  const missing = targets.filter(({ measured }) => !measured);
  return [
    ...(settings.size === 'quick' ? ['Quick run: a check that everything works, not a measurement.'] : []),
    ...(isFinished(results) ? [] : [cutNote(trials.length, settings.planned)]),
    ...missing.map(({ title, reason }) => `${title} was not measured: ${reason}.`),
  ];
}

function cutNote(finished: number, planned: number | undefined): string {
  const of = planned === undefined ? '' : ` (${finished} of ${planned})`;
  return `The run was interrupted: only finished trials are included${of}.`;
}
