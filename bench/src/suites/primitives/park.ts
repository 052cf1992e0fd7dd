// A process that holds waiting tasks of a TypeScript model: `park.ts MODEL TASKS …` prints one line of JSON when as many of them wait, and
// goes on to the next number with a line of its standard input. Needs --expose-gc.

import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Parked } from '@three-ways/idioms/rows';
import { loadIdioms } from './typescript-models.ts';

const [model = '', ...numbers] = process.argv.slice(2);
const { park } = await loadIdioms(model);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const parked: Parked[] = [];
let waiting = 0;
for (const tasks of numbers.map(Number)) {
  parked.push(await park(tasks - waiting));
  waiting = tasks;
  globalThis.gc?.();
  await nextTurn(); // finalizers run; the second collection takes what they freed
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ tasks, runtimeBytes: heapUsed + external })}\n`);
  await lines.next();
}
for (const tasks of parked) await tasks.release();
process.stdin.destroy();
