// The folder that the paper is built in: its own files, and beside them what is drawn from the run. Nothing generated lies in
// the paper's own folder, and two builds never share one.

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Findings } from '@three-ways/bench/findings';
import { drawTables, type Table, toMarkdown } from '@three-ways/bench/tables';
import { type Chart, draw } from '@three-ways/charts';
import { BuildError } from './errors.ts';

/** What a build reads besides the text. */
const ownFiles = ['template.typ', 'web.typ', 'refs.bib', 'figures'];

/** Draws a figure from a run. */
export type Figure = (run: Findings) => Chart;

/** Draws a table from a run. */
export type DrawTable = (run: Findings) => Table;

/** What is drawn from the run, by the names that the text refers to it with. */
export interface Drawn {
  readonly figures: Readonly<Record<string, Figure>>;
  readonly tables: Readonly<Record<string, DrawTable>>;
}

/** Width of a figure: the width of the text on the page (px, 96 an inch). */
const width = 597;

/** The same on a phone (px): that of the HTML edition's text there. */
const narrowWidth = 358;

const fontFamily = '"Source Sans 3", sans-serif';

/** What a stage is made of. */
export interface StageOptions {
  /** The folder with paper.md, refs.bib, the templates and the figures. */
  readonly paperDir: string;
  readonly run: Findings;
  /** Figures and tables drawn from the run, by name. */
  readonly drawn: Drawn;
}

export interface Stage extends Disposable {
  readonly dir: string;
  /** Draws a figure, and gives its alternative text; undefined if none has this name. */
  draw(name: string): string | undefined;
  /** The file of this path; a table is drawn when it is asked for. */
  fileOf(path: string): string;
  /** A message in which the stage's files are called by their names in the paper's folder. */
  named(message: string): string;
}

const drawnBefore = new WeakMap<Findings, Map<unknown, unknown>>();

/** What a drawing makes of a run. Building again takes it from before: the bootstrap of a table's intervals is slow. */
function onceForRun<T>(drawing: (run: Findings) => T, run: Findings): T {
  const ofRun = drawnBefore.getOrInsertComputed(run, () => new Map());
  return ofRun.getOrInsertComputed(drawing, () => drawing(run)) as T;
}

/** Makes the folder. It is removed when it is disposed of. */
export function newStage(paperDir: string, run: Findings, { figures, tables }: Drawn): Stage {
  const dir = mkdtempSync(join(tmpdir(), 'paper-stage-'));
  const stage: Stage = {
    dir,
    draw(name) {
      const figure = figures[name];
      if (figure === undefined) return undefined;
      const chart = onceForRun(figure, run);
      const file = join(dir, 'figures', name);
      writeFileSync(`${file}.svg`, draw(chart, { width, fontFamily }));
      writeFileSync(`${file}.narrow.svg`, draw(chart, { width: narrowWidth, fontFamily }));
      return chart.alternative;
    },
    fileOf(path) {
      const file = join(dir, path);
      if (existsSync(file)) return file;
      const table = tables[/^tables\/([\w-]+)\.md$/.exec(path)?.[1] ?? ''];
      if (table === undefined) drawTables(run.results, dir);
      else writeFileSync(file, toMarkdown([onceForRun(table, run)]));
      return file;
    },
    named: (message) => message.replaceAll(`${dir}/`, ''),
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
  try {
    for (const name of ownFiles.filter((name) => existsSync(join(paperDir, name)))) {
      cpSync(join(paperDir, name), join(dir, name), { recursive: true });
    }
    mkdirSync(join(dir, 'tables'));
    return stage;
  } catch (error) {
    stage[Symbol.dispose]();
    throw error;
  }
}

/** Works in a stage of its own. Errors name its files as those of the paper. */
export async function withStage<T>(
  { paperDir, run, drawn }: StageOptions,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  using stage = newStage(paperDir, run, drawn);
  try {
    return await work(stage);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    throw new BuildError(error.problems.map(stage.named));
  }
}
