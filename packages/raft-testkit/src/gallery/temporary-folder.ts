// Temporary folders that do not outlive their use: each is removed when it is disposed of, or else when the process ends. What
// a process leaves behind that is killed is removed by a later one.

import { mkdtempSync, readdirSync, rmSync, type Stats, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** What their names begin with. */
const mark = 'three-ways-';

/** No folder is used for so long (ms). */
const longestUse = 3_600_000;

const present = new Set<TemporaryFolder>();

export class TemporaryFolder implements Disposable {
  readonly path: string;

  /** @param purpose becomes a part of its name */
  constructor(purpose: string) {
    this.path = mkdtempSync(join(tmpdir(), `${mark}${purpose}-`));
    present.add(this);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
    present.delete(this);
  }
}

function removeForgotten(): void {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(mark))) {
    const path = join(tmpdir(), name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined && isForgotten(stats)) rmSync(path, { recursive: true, force: true });
  }
}

function isForgotten({ uid, mtimeMs }: Stats): boolean {
  return uid === userInfo().uid && mtimeMs < Date.now() - longestUse;
}

removeForgotten();
process.once('exit', () => {
  for (const folder of present) folder[Symbol.dispose]();
});
