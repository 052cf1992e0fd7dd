// The folder that the paper is built in: its own files, and beside them what is drawn from the run. Nothing generated lies in
// the paper's own folder, and two builds never share one.

import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Findings } from '@three-ways/bench/findings';
import { drawTables } from '@three-ways/bench/tables';

/** What a build reads besides the text. */
const ownFiles = ['template.typ', 'web.typ', 'refs.bib', 'figures'];

export interface Stage extends Disposable {
  readonly dir: string;
  /** A message in which the stage's files are called by their names in the paper's folder. */
  named(message: string): string;
}

/** Makes the folder. It is removed when it is disposed of. */
export function newStage(paperDir: string, run: Findings): Stage {
  const dir = mkdtempSync(join(tmpdir(), 'paper-stage-'));
  const stage: Stage = {
    dir,
    named: (message) => message.replaceAll(`${dir}/`, ''),
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
  try {
    for (const name of ownFiles.filter((name) => existsSync(join(paperDir, name)))) {
      cpSync(join(paperDir, name), join(dir, name), { recursive: true });
    }
    drawTables(run.results, dir);
    return stage;
  } catch (error) {
    stage[Symbol.dispose]();
    throw error;
  }
}
