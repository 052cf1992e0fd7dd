// Temporary files of tests, and of the programs that they start, lie in one folder that is removed when the tests end: a library
// that cleans up at a process's exit does not do so in a worker that is ended.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function makeTemporaryFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'three-ways-'));
  const { TMPDIR: before } = process.env;
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before; // for what runs after these tests
    rmSync(folder, { recursive: true, force: true });
  };
}
