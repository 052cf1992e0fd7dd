// comlink and piscina: calls between the main thread and workers, each with an answer.

import { MessageChannel, Worker } from 'node:worker_threads';
import { expose, wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { Piscina } from 'piscina';
import type { tasks } from './rpc-worker.ts';

/** A peer with scenarios of its own, each of which resolves with its duration (ms). */
export interface RpcPeer {
  readonly name: string;
  readonly guarantees: string;
  rate(size: number, count: number): Promise<number>;
  roundTrip(size: number, count: number): Promise<number>;
  fanIn(size: number, count: number, senders: number): Promise<number>;
}

const file = new URL('rpc-worker.ts', import.meta.url);

/** Calls in flight. */
const window = 256;

async function timed(calls: (count: number) => Promise<unknown>, count: number): Promise<number> {
  await calls(Math.ceil(count / 5));
  const start = performance.now();
  await calls(count);
  return performance.now() - start;
}

/** `count` calls, `window` at a time. */
async function inWindows(count: number, call: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < count; i += window) await Promise.all(Array.from({ length: window }, call));
}

async function inTurn(count: number, call: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < count; i++) await call();
}

async function withComlink(
  use: (remote: ReturnType<typeof wrap<typeof tasks>>) => Promise<number>,
): Promise<number> {
  const worker = new Worker(file, { workerData: { comlink: true } });
  const ms = await use(wrap<typeof tasks>(nodeEndpoint(worker)));
  await worker.terminate();
  return ms;
}

const comlink: RpcPeer = {
  name: 'comlink',
  guarantees: 'each call has an answer; structured values; unbounded; needs the event loop',
  rate: (size, count) =>
    withComlink((remote) => {
      const message = new Uint8Array(size).fill(7);
      return timed((count) => inWindows(count, () => remote.take(message)), count);
    }),
  roundTrip: (size, count) =>
    withComlink((remote) => {
      const message = new Uint8Array(size).fill(7);
      return timed((count) => inTurn(count, () => remote.echo(message)), count);
    }),
  async fanIn(size, count, senders) {
    const { promise, resolve } = Promise.withResolvers<number>();
    const each = Math.ceil(count / senders / window) * window;
    let left = each * senders;
    let start = 0;
    const take = (message: Uint8Array): number => {
      if (start === 0) start = performance.now();
      left -= 1;
      if (left === 0) resolve(performance.now() - start);
      return message[0] as number;
    };
    const workers = Array.from({ length: senders }, () => {
      const { port1, port2 } = new MessageChannel();
      expose({ take }, nodeEndpoint(port1));
      const workerData = { main: port2, size, count: each, window };
      return new Worker(file, { workerData, transferList: [port2] });
    });
    const ms = await promise;
    await Promise.all(workers.map((worker) => worker.terminate()));
    return (ms * count) / (each * senders);
  },
};

async function withPiscina(threads: number, use: (pool: Piscina) => Promise<number>): Promise<number> {
  const pool = new Piscina({
    filename: file.href,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: window,
  });
  const ms = await use(pool);
  await pool.destroy();
  return ms;
}

const piscina: RpcPeer = {
  name: 'piscina',
  guarantees: 'each task has a result; a pool of threads; structured values; needs the event loop',
  rate: (size, count) =>
    withPiscina(1, (pool) => {
      const message = new Uint8Array(size).fill(7);
      return timed((count) => inWindows(count, () => pool.run(message, { name: 'take' })), count);
    }),
  roundTrip: (size, count) =>
    withPiscina(1, (pool) => {
      const message = new Uint8Array(size).fill(7);
      return timed((count) => inTurn(count, () => pool.run(message, { name: 'echo' })), count);
    }),
  fanIn: (size, count, senders) =>
    withPiscina(senders, (pool) =>
      timed((count) => inWindows(count, () => pool.run(size, { name: 'make' })), count),
    ),
};

export const rpcPeers: readonly RpcPeer[] = [comlink, piscina];
