// `pnpm paper --watch`: builds again whenever a file of the paper changes. Each build is a process of its own, so that changed
// claims are loaded anew.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Time in which further changes join the first (ms): editors write a file in several steps. */
const quiet = 50;

const isSource = (name: string) => /\.(md|bib|typ|svg|ts|css)$/.test(name);

/** Runs `build` at once and after each change of the paper in `dir`, one at a time, until the signal fires. */
export async function rebuildOnChange(
  dir: string,
  build: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let changed = Promise.withResolvers<void>();
  const end = () => changed.resolve();
  signal.addEventListener('abort', end);
  for (const folder of [dir, ...globSync(join(dir, '{figures,src,src/*/}'))]) {
    watch(folder, { signal }, (_, name) => {
      if (name !== null && isSource(name)) changed.resolve();
    });
  }
  while (!signal.aborted) {
    changed = Promise.withResolvers<void>();
    await build();
    if (!signal.aborted) await changed.promise;
    await delay(quiet, undefined, { signal }).catch(() => {}); // the signal ends the loop
  }
  signal.removeEventListener('abort', end);
}

/** One build with these arguments, in a process that writes to the same terminal. */
export async function buildApart(args: readonly string[], signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    stdio: 'inherit',
    signal,
  });
  child.on('error', () => {}); // the signal ended it
  await once(child, 'close');
}
