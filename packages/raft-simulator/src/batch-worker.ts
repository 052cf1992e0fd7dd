// Worker thread: runs batches of seeds.

import { parentPort } from 'node:worker_threads';
import { runSeeds } from './batch.ts';

// Refused proposals are frequent and their stacks unused: full ones would cost a tenth of the run.
Error.stackTraceLimit = 2;

parentPort!.on('message', ({ from, count }: { from: number; count: number }) => {
  parentPort!.postMessage(runSeeds(from, count));
});
