// `pnpm paper --watch`: builds again whenever a file of the paper changes, or of the sources that it shows, counts and runs.

import { globSync, watch } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Time in which further changes join the first (ms): editors write a file in several steps. */
const quiet = 50;

const isText = (name: string) => /\.(md|bib|typ|svg|css)$/.test(name);
const isCode = (name: string) => /\.(ts|go|json)$/.test(name);

/** What has changed since the build before: the text alone, or code or results, which have to be loaded anew. */
export type Change = 'text' | 'code';

/** Runs `build` at once and after each change in the folders that match `patterns`, one at a time, until the signal fires. */
export async function rebuildOnChange(
  patterns: readonly string[],
  build: (change: Change) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let changed = Promise.withResolvers<void>();
  let change: Change = 'code';
  const end = () => changed.resolve();
  signal.addEventListener('abort', end);
  for (const folder of globSync(patterns, { exclude: ['**/node_modules'] })) {
    watch(folder, { signal }, (_, name) => {
      if (name === null || !(isText(name) || isCode(name))) return;
      if (isCode(name)) change = 'code';
      changed.resolve();
    });
  }
  while (!signal.aborted) {
    changed = Promise.withResolvers<void>();
    const now = change;
    change = 'text';
    await build(now);
    if (!signal.aborted) await changed.promise;
    await delay(quiet, undefined, { signal }).catch(() => {}); // the signal ends the loop
  }
  signal.removeEventListener('abort', end);
}
