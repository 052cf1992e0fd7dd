// Runs one of the jobs in a thread of its own; `allEnded` checks that no thread is left.

import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { InboxHandle, SenderHandle } from '../src/index.ts';
import { eventWord, laneStart, roomEventWord } from '../src/layout.ts';
import { type Jobs, jobs } from './jobs.ts';

export interface Thread<Result> {
  readonly worker: Worker;
  /** The job's result; rejects with its error, or when the thread ends first. */
  readonly result: Promise<Result>;
}

const running = new Set<Worker>();

export function run<Name extends keyof Jobs>(
  name: Name,
  data: Parameters<Jobs[Name]>[0],
): Thread<ReturnType<Jobs[Name]>> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { job: name, data } });
  running.add(worker);
  const { promise, resolve, reject } = Promise.withResolvers<ReturnType<Jobs[Name]>>();
  worker.on('message', (message) => message.returned && resolve(message.returned.value));
  worker.once('error', reject);
  worker.once('exit', (code) => {
    running.delete(worker);
    reject(new Error(`the thread of ${name} ended with ${code}`));
  });
  promise.catch(() => {}); // a test may ignore the result
  return { worker, result: promise };
}

/** Resolves when all threads have ended by themselves. */
export async function allEnded(): Promise<void> {
  await Promise.all(Array.from(running, (worker) => once(worker, 'exit')));
}

/** Resolves when the receiver's event count is odd: it sleeps, is about to, or has just received. */
export function receiverSleeps(inbox: InboxHandle): Promise<void> {
  return until(() => isAsleep(inbox));
}

/** Whether the receiver's event count is odd. */
export function isAsleep({ eventMemory }: InboxHandle): boolean {
  return (Atomics.load(new Int32Array(eventMemory), eventWord) & 1) === 1;
}

/** Resolves when the event count of the sender's lane is odd. */
export function senderSleeps({ inbox, lane }: SenderHandle): Promise<void> {
  const index = laneStart(lane, inbox.capacity) + roomEventWord;
  return until(() => (Atomics.load(new Int32Array(inbox.memory), index) & 1) === 1);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

const order = workerData as { job?: keyof Jobs; data?: never } | null;
if (!isMainThread && order?.job !== undefined) {
  const value = await (jobs[order.job] as (data: never) => unknown)(order.data as never);
  parentPort?.postMessage({ returned: { value } });
}
