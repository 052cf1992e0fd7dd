// Runs batches of seeds in a thread of its own.

import { parentPort } from 'node:worker_threads';
import { runSeeds } from './batch.ts';

// Proposals are refused all the time, and nobody looks at where: stacks would cost a tenth of the run.
Error.stackTraceLimit = 2;

parentPort!.on('message', ({ from, count }: { from: number; count: number }) => {
  parentPort!.postMessage(runSeeds(from, count));
});
