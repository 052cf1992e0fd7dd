// Runs batches of seeds in a thread of its own.

import { parentPort } from 'node:worker_threads';
import { runSeeds } from './batch.ts';

parentPort!.on('message', ({ from, count }: { from: number; count: number }) => {
  parentPort!.postMessage(runSeeds(from, count));
});
