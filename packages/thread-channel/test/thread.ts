// Runs one of the jobs in a thread of its own.

import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Jobs, jobs } from './jobs.ts';

export interface Running<Result> {
  readonly worker: Worker;
  /** What the job returned; rejects with what it threw, or when the thread ended before. */
  readonly result: Promise<Result>;
}

export function run<Name extends keyof Jobs>(name: Name, data: Parameters<Jobs[Name]>[0]) {
  const worker = new Worker(new URL(import.meta.url), { workerData: { job: name, data } });
  const { promise, resolve, reject } = Promise.withResolvers<ReturnType<Jobs[Name]>>();
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new Error(`the thread of ${name} ended with ${code}`)));
  promise.catch(() => {}); // a test may have no interest in how it ends
  return { worker, result: promise };
}

const order = workerData as { job?: keyof Jobs; data?: never } | null;
if (!isMainThread && order?.job !== undefined)
  parentPort?.postMessage(await (jobs[order.job] as (data: never) => unknown)(order.data as never));
