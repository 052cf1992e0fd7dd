// The worker of comlink and piscina: takes a message, gives it back, or makes one.

import { parentPort, workerData } from 'node:worker_threads';
import { expose, type Remote, wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';

export const tasks = {
  take: (message: Uint8Array): number => message[0] as number,
  echo: (message: Uint8Array): Uint8Array => message,
  make: (size: number): Uint8Array => new Uint8Array(size).fill(7),
};

export const { take, echo, make } = tasks;

/** Calls the main thread's `take`, up to `window` calls at a time. */
async function fanIn(main: Remote<typeof tasks>, size: number, count: number, window: number): Promise<void> {
  const message = new Uint8Array(size).fill(7);
  for (let sent = 0; sent < count; sent += window)
    await Promise.all(Array.from({ length: window }, () => main.take(message)));
}

const data = workerData as {
  comlink?: true;
  main?: never;
  size: number;
  count: number;
  window: number;
} | null;
if (data?.comlink) expose(tasks, nodeEndpoint(parentPort));
if (data?.main !== undefined) await fanIn(wrap(nodeEndpoint(data.main)), data.size, data.count, data.window);
