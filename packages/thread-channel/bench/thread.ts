// A thread of the bench: plays one part of a scenario, warms up first, and reports milliseconds.

import { parentPort, workerData } from 'node:worker_threads';
import type { Peer } from './ends.ts';
import { threadPeers } from './peers.ts';

export interface Part {
  readonly peer: number;
  readonly role: 'send' | 'receive' | 'ping' | 'pong';
  readonly size: number;
  readonly count: number;
  readonly warmUp: number;
  readonly sender?: unknown;
  readonly receiver?: unknown;
}

const { peer, role, size, count, warmUp, sender, receiver } = workerData as Part;
const { openSender, openReceiver } = threadPeers[peer] as Peer;
const message = new Uint8Array(size).fill(7);
const out = sender === undefined ? null : openSender(sender as never, size);
const inward = receiver === undefined ? null : openReceiver(receiver as never, size);

let sum = 0;
const touch = (first: number): void => {
  sum += first;
};

async function send(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const sent = out!.send(message);
    if (sent instanceof Promise) await sent;
  }
}

async function receive(count: number): Promise<void> {
  const received = inward!.each(count, touch);
  if (received instanceof Promise) await received;
}

/** Round trips. Awaits only what awaits. */
async function exchange(count: number, isFirst: boolean): Promise<void> {
  for (let i = 0; i < count; i++) {
    if (isFirst) out!.send(message);
    const received = inward!.each(1, touch);
    if (received instanceof Promise) await received;
    if (!isFirst) out!.send(message);
  }
}

const actions = {
  send,
  receive,
  ping: (count: number) => exchange(count, true),
  pong: (count: number) => exchange(count, false),
};

parentPort?.on('message', () => {}); // keeps a thread alive that only awaits; the main thread ends it
await actions[role](warmUp);
const start = performance.now();
await actions[role](count);
parentPort?.postMessage({ ms: performance.now() - start, sum });
