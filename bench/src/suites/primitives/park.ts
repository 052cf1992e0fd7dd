// A process that holds waiting tasks of a TypeScript model: `park.ts MODEL TASKS` prints one line of JSON when all of them wait, and
// ends them when its standard input ends. Needs --expose-gc.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { loadIdioms } from './typescript-models.ts';

const [model = '', tasks = ''] = process.argv.slice(2);
const { park } = await loadIdioms(model);
const parked = await park(Number(tasks));
globalThis.gc?.();
await nextTurn(); // finalizers run; the second collection takes what they freed
globalThis.gc?.();
const { heapUsed, external } = process.memoryUsage();
process.stdout.write(`${JSON.stringify({ tasks: Number(tasks), runtimeBytes: heapUsed + external })}\n`);
for await (const _ of process.stdin);
await parked.release();
