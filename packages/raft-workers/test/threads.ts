// Which threads live: `getActiveResourcesInfo` does not name them.

import type { Worker } from 'node:worker_threads';

const threads = new Set<Worker>();

process.on('worker', (worker: Worker) => {
  threads.add(worker);
  worker.once('exit', () => threads.delete(worker));
});

/** How many of the threads that this one has started since this file was loaded have not ended. */
export function livingThreads(): number {
  return threads.size;
}
