// The report of a run as HTML and its figures as SVG, from the results alone.

import { draw } from '@three-ways/charts';
import type { Results } from '../results/results.ts';
import type { Suite } from '../suites/common/suite.ts';
import { environmentTable } from './environment-table.ts';
import { figureMarkup } from './html/blocks.ts';
import { asGzip, asJson } from './html/embedded.ts';
import { type ReportedRun, type ReportedSuite, runPage } from './html/run-page.ts';
import { noiseNotes } from './noise.ts';
import { commandOf } from './repeating.ts';
import type { Section } from './sections.ts';

/** Largest size of a report (bytes): it is to be sent and opened without a thought. */
const largest = 490_000;

const embedded = 'The raw results are embedded in this page, and are in results.json beside it.';
const tooLarge = 'The raw results are too many for this page: they are in results.json beside it.';

/** The report as one HTML file, with the raw results where they leave it below 500 kB. */
export function runReport(suites: readonly Suite[], results: Results, sections: readonly Section[]): string {
  const run = smallEnough(reportedRun(suites, results, sections));
  const page = bare(run);
  const room = largest - Buffer.byteLength(page);
  for (const embed of [asJson, asGzip]) {
    const data = embed(results);
    if (Buffer.byteLength(data.content.text) < room)
      return runPage({ ...run, raw: { data, note: embedded } });
  }
  return page;
}

/** The page without the raw results. */
function bare(run: Drawn): string {
  return runPage({ ...run, raw: { data: null, note: tooLarge } });
}

type Drawn = Omit<ReportedRun, 'raw'>;

/** The run without the last charts of those tables that have most, the large ones first, until the page is small enough. */
function smallEnough(run: Drawn): Drawn {
  let excess = Buffer.byteLength(bare(run)) - largest;
  if (excess <= 0) return run;
  const all = run.suites
    .flatMap(({ charts }) => charts)
    .map((chart) => ({ chart, bytes: Buffer.byteLength(figureMarkup(chart.chart).text) }));
  const left = [...Map.groupBy(all, ({ chart }) => chart.table).values()];
  const lastOf = (charts: typeof all) => charts.at(-1)?.bytes ?? 0;
  while (excess > 0) {
    left.sort((a, b) => b.length - a.length || lastOf(b) - lastOf(a));
    const dropped = left[0]?.pop();
    if (dropped === undefined) break; // tables alone are too large
    excess -= dropped.bytes;
  }
  const kept = new Set(left.flat().map(({ chart }) => chart));
  return { ...run, suites: run.suites.map((suite) => withCharts(suite, kept)) };
}

function withCharts(suite: ReportedSuite, kept: ReadonlySet<ReportedSuite['charts'][number]>): ReportedSuite {
  const dropped = suite.charts.filter((chart) => !kept.has(chart));
  const noteFor = (caption: string) => {
    const count = dropped.filter(({ table }) => table === caption).length;
    if (count === 0) return [];
    return [`Charts in the folder figures beside this page, which they would make too large: ${count} more.`];
  };
  return {
    ...suite,
    charts: suite.charts.filter((chart) => kept.has(chart)),
    tables: suite.tables.map((table) => ({ ...table, notes: [...noteFor(table.caption), ...table.notes] })),
  };
}

function reportedRun(suites: readonly Suite[], results: Results, sections: readonly Section[]): Drawn {
  const { environment, startedAt, settings } = results;
  const when = `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return {
    about: `${when}; ${environment.cpu}, ${environment.cores} cores; ${environment.os}`,
    warnings: warningsOf(suites, results),
    suites: sections.map((section) => reportedSuite(section, results)),
    environment: environmentTable(results, suites),
    titles: new Map(results.targets.map(({ name, title }) => [title, name]))
      .set('Ideal', 'ideal')
      .set('Raft paper', 'published'),
    command: commandOf(
      results,
      settings.suites.map(({ name }) => name),
    ),
  };
}

/** What a reader should know before the first number. */
function warningsOf(suites: readonly Suite[], results: Results): string[] {
  const { settings, interrupted, finishedAt, trials } = results;
  return [
    ...(settings.size === 'quick' ? ['A quick run: a check that everything works, not a measurement.'] : []),
    ...(interrupted || finishedAt === null
      ? [`This run was interrupted: it has ${trials.length} of ${settings.planned ?? 'its'} trials.`]
      : []),
    ...noiseNotes(results, suites),
  ];
}

function reportedSuite(section: Section, results: Results): ReportedSuite {
  const { suite, verdict } = section;
  return {
    name: suite.name,
    question: suite.question,
    verdict,
    tables: section.tables(),
    charts: section.charts(),
    command: commandOf(results, [suite.name]),
    measured: measuredLines(section, results),
  };
}

/** Rounds, settings, targets and the time that the trials took. */
function measuredLines({ suite, targets }: Section, results: Results): string[] {
  const trials = results.trials.filter((trial) => trial.suite === suite.name);
  const rounds = results.settings.suites.find(({ name }) => name === suite.name)?.rounds;
  const described = [...new Set(trials.map(({ spec }) => suite.describe(spec)))];
  const seconds = trials.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) / 1000;
  const measured = targets.filter((target) => target.measured).map(({ title }) => title);
  return [
    `${trials.length} trials in ${rounds ?? 'some'} rounds, each in a process of its own, ${Math.round(seconds)} s in all.`,
    `Settings: ${described.join('; ')}.`,
    `Targets: ${measured.join(', ')}.`,
    `Seed of the run: ${results.settings.seed}; medians with ${results.settings.confidence * 100} % intervals from ${results.settings.resamples} resamples.`,
  ];
}

/** Width of a figure (px): the width of a page's text. */
const figureWidth = 480;

/** Each chart of a run as an SVG file's name and content. */
export function figuresOf(sections: readonly Section[]): ReadonlyMap<string, string> {
  const charts = sections.flatMap((section) => section.charts());
  return new Map(
    charts.map(({ chart }) => [
      `${chart.name}.svg`,
      `${draw(chart, { width: figureWidth, background: true, fontFamily: 'Source Sans 3, system-ui, sans-serif' })}\n`,
    ]),
  );
}
