// Idiom 4: a critical section.

import {
  mkdtempDisposableSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { checkSizes } from '../sizes.ts';
import { Children, mostProcesses } from './children.ts';
import { LockServer, lock } from './lock.ts';

/**
 * Each of `tasks` processes adds 1 to a total, `times` times. What
 * processes share is outside of them: here a file. The lock is a
 * conversation with the parent, three messages each time.
 * @throws RangeError
 */
export async function criticalSection(
  tasks: number,
  times: number,
): Promise<number> {
  checkSizes({ tasks }, 0, mostProcesses);
  checkSizes({ times });
  using folder = mkdtempDisposableSync(
    `${tmpdir()}/idioms-`,
  );
  const total = `${folder.path}/total`;
  writeFileSync(total, '0');
  const server = new LockServer();
  await using children = new Children(import.meta.url);
  for (let i = 0; i < tasks; i += 1)
    void server.serve(children.fork(addOnes, total, times));
  await children.join();
  return Number(readFileSync(total, 'utf8'));
}

export async function addOnes(
  total: string,
  times: number,
) {
  for (let i = 0; i < times; i += 1) {
    using _lock = await lock();
    const read = Number(readFileSync(total, 'utf8'));
    writeFileSync(total, `${read + 1}`);
  }
}
