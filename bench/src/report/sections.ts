// A run's suites as a reader sees them: tables, charts and the answer in a sentence, drawn from the results alone.

import { SuiteFigures } from '../figures/suite-figures.ts';
import type { Results } from '../results/results.ts';
import { isFinished } from '../results/run-folder.ts';
import { type Measured, measures, type Suite } from '../suites/common/suite.ts';
import type { SuiteChart } from '../tables/chart.ts';
import type { Table } from '../tables/table.ts';

/** One suite of a run that has at least one valid trial. */
export interface Section {
  readonly suite: Suite;
  /** The answer to the suite's question; null where the figures do not say. */
  readonly verdict: string | null;
  readonly tables: () => readonly Table[];
  /** What each of the tables says of the run, which need be read once. */
  readonly notes: readonly string[];
  readonly charts: () => readonly SuiteChart[];
  /** Targets of this suite. */
  readonly targets: Results['targets'];
}

/** The suites of a run in their order; those without a valid trial are left out. */
export function sectionsOf(suites: readonly Suite[], results: Results): Section[] {
  return suites.flatMap((suite) => sectionOf(suite, results));
}

function sectionOf(suite: Suite, results: Results): Section[] {
  const own = results.figures.filter((figure) => figure.suite === suite.name);
  if (!own.some(({ estimate }) => estimate !== null)) return [];
  const trials = results.trials.filter((trial) => trial.suite === suite.name);
  const ceilings = results.calibration.map((one) => [one.outstanding, one.entriesPerSecond] as const);
  const targets = results.targets.filter((target) => measures(suite, target));
  const figures = new SuiteFigures(own, targets, new Map(ceilings));
  const valid = trials.flatMap(({ spec, outcome }): Measured[] =>
    outcome.ok ? [{ spec, result: outcome.result }] : [],
  );
  const notes = notesOf(results, targets, trials);
  return [
    {
      suite,
      targets,
      notes,
      verdict: suite.verdict?.(figures, valid) ?? null,
      tables: once(() =>
        suite.tables(figures, valid).map((table) => ({ ...table, notes: [...table.notes, ...notes] })),
      ),
      charts: once(() => suite.charts?.(figures, valid) ?? []),
    },
  ];
}

/** Tables and charts resample: once is enough. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Notes on what is unlike the reference, and on what is missing. */
function notesOf(results: Results, targets: Results['targets'], trials: Results['trials']): string[] {
  const failed = trials.filter(({ outcome }) => !outcome.ok).length;
  return [
    ...targets.flatMap(({ title, differs, measured }) =>
      differs && measured ? [`${title}: ${differs}.`] : [],
    ),
    ...(results.settings.size === 'quick'
      ? ['Quick run: a check that everything works, not a measurement.']
      : []),
    ...(isFinished(results) ? [] : [cutNote(results.trials.length, results.settings.planned)]),
    ...targets
      .filter(({ measured }) => !measured)
      .map(({ title, reason }) => `${title} was not measured: ${reason}.`),
    ...(failed > 0 ? [`${failed} of ${trials.length} trials failed and are excluded.`] : []),
  ];
}

function cutNote(finished: number, planned: number | undefined): string {
  const of = planned === undefined ? '' : ` (${finished} of ${planned})`;
  return `The run was interrupted: only finished trials are included${of}.`;
}
