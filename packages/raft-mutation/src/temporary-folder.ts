// Temporary folders, removed on disposal or at the end of the process. Folders left by a killed process are removed by a later
// one.

import { mkdtempSync, readdirSync, rmSync, type Stats, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Prefix of their names. */
const prefix = 'three-ways-';

/** Age of an abandoned folder (ms). */
const maxAge = 3_600_000;

const present = new Set<TemporaryFolder>();

export class TemporaryFolder implements Disposable {
  readonly path: string;

  /** @param purpose part of the name */
  constructor(purpose: string) {
    this.path = mkdtempSync(join(tmpdir(), `${prefix}${purpose}-`));
    present.add(this);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
    present.delete(this);
  }
}

function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(prefix))) {
    const path = join(tmpdir(), name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined && isAbandoned(stats)) rmSync(path, { recursive: true, force: true });
  }
}

function isAbandoned({ uid, mtimeMs }: Stats): boolean {
  return uid === userInfo().uid && mtimeMs < Date.now() - maxAge;
}

removeAbandoned();
process.once('exit', () => {
  for (const folder of present) folder[Symbol.dispose]();
});
