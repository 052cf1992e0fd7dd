// Runs many seeds in several threads, and says after each batch how far it has come.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Batch, nothingRun, together } from './batch.ts';

const batchSize = 50;
/** With so many violations found, more say nothing new. */
const enough = 20;

export interface Wanted {
  readonly from: number;
  readonly seeds: number;
  readonly jobs: number;
}

/** @param signal ends the run early: what was done until then is returned */
export async function runPool(
  { from, seeds, jobs }: Wanted,
  signal: AbortSignal,
  onProgress: (done: Batch) => void,
): Promise<Batch> {
  let done = nothingRun;
  let next = from;
  const end = from + seeds;
  const work = async () => {
    const worker = new Worker(new URL('./batch-worker.ts', import.meta.url));
    while (next < end && !signal.aborted && done.violations.length < enough) {
      const count = Math.min(batchSize, end - next);
      const order = { from: next, count };
      next += count;
      const batch = await runOn(worker, order, signal);
      done = together(done, batch); // not before the wait: another thread may have been counted meanwhile
      onProgress(done);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(jobs, Math.ceil(seeds / batchSize)) }, work));
  return done;
}

async function runOn(
  worker: Worker,
  order: { from: number; count: number },
  signal: AbortSignal,
): Promise<Batch> {
  worker.postMessage(order);
  try {
    const [batch] = await once(worker, 'message', { signal });
    return batch;
  } catch (error) {
    if (signal.aborted) return nothingRun;
    throw error;
  }
}
