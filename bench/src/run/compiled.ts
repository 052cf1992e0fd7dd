// How programs start with their code compiled, as a built program does. Each thread has code of its own: without this one that
// has just started would load its sources from TypeScript, and compile each function at its first call. A server's
// first election would take 1 ms longer for it.

import { join } from 'node:path';
import type { Command } from './child-process.ts';

/** Node's cache of compiled sources. */
export const compileCache = {
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/compiled'),
};

/** Has V8 compile a function with the file it is in. */
export const compileAtOnce = '--no-lazy';

/** Has a program's threads find their code compiled. Other engines than this Node ignore the cache, and have no such flag. */
export function startCompiled({ file, args, env }: Command): Command {
  const flags = file === process.execPath ? [compileAtOnce] : [];
  return { file, args: [...flags, ...args], env: { ...compileCache, ...env } };
}
