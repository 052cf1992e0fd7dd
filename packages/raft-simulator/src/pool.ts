// Runs a range of seeds in several threads, in batches.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Batch, emptyBatch, mergeBatches } from './batch.ts';

const batchSize = 50;
/** Violations after which no new batch is started. */
const maxViolations = 20;

interface SeedRange {
  readonly from: number;
  readonly seeds: number;
  readonly jobs: number;
}

/** @param signal ends the run early, with the result so far */
export async function runPool(
  { from, seeds, jobs }: SeedRange,
  signal: AbortSignal,
  onProgress: (done: Batch) => void,
): Promise<Batch> {
  let done = emptyBatch;
  let next = from;
  const end = from + seeds;
  const work = async () => {
    const worker = new Worker(new URL('./batch-worker.ts', import.meta.url));
    while (next < end && !signal.aborted && done.violations.length < maxViolations) {
      const count = Math.min(batchSize, end - next);
      const request = { from: next, count };
      next += count;
      const batch = await runOn(worker, request, signal);
      done = mergeBatches(done, batch); // read `done` after the wait: other threads update it
      onProgress(done);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(jobs, Math.ceil(seeds / batchSize)) }, work));
  return done;
}

async function runOn(
  worker: Worker,
  request: { from: number; count: number },
  signal: AbortSignal,
): Promise<Batch> {
  worker.postMessage(request);
  try {
    const [batch] = await once(worker, 'message', { signal });
    return batch;
  } catch (error) {
    if (signal.aborted) return emptyBatch;
    throw error;
  }
}
