// Temporary folders that do not outlive their use: each is removed when it is disposed of, or with the process.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const present = new Set<TemporaryFolder>();

process.once('exit', () => {
  for (const folder of present) folder[Symbol.dispose]();
});

export class TemporaryFolder implements Disposable {
  readonly path: string;

  /** @param prefix what its name begins with */
  constructor(prefix: string) {
    this.path = mkdtempSync(join(tmpdir(), prefix));
    present.add(this);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
    present.delete(this);
  }
}
