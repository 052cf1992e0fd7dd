// Cost of encoding and decoding a message, beside Node's own ways. Prints bytes and nanoseconds a message, for each kind of message,
// all from one run: on a busy machine only ratios mean something.

import { deserialize, serialize } from 'node:v8';
import type { Message } from '@three-ways/raft-cluster';
import { Bench } from 'tinybench';
import { decode, encode, encodeInto } from '../src/index.ts';
import { messages } from './messages.ts';

const ring = new Uint8Array(new SharedArrayBuffer(2 ** 20));

/** A subject: the work on each element of a batch. */
interface Measured {
  readonly name: string;
  readonly act: () => void;
}

let kept: unknown; // keeps the engine from dropping work whose result is unused

function each<T>(name: string, batch: readonly T[], act: (element: T) => unknown): Measured {
  return {
    name,
    act: () => {
      for (const element of batch) kept = act(element);
    },
  };
}

/** The frame in shared memory, as the other thread reads it. */
function shared(frame: Uint8Array): Uint8Array {
  const memory = new Uint8Array(new SharedArrayBuffer(frame.length));
  memory.set(frame);
  return memory;
}

function measuredWith(batch: readonly Message[]): readonly Measured[] {
  const frames = batch.map((message) => shared(encode(message)));
  const clones = batch.map((message) => serialize(message));
  const texts = batch.map((message) => JSON.stringify(message));
  return [
    each(`encode into a ring: ${frames[0]!.length} bytes`, batch, (message) => encodeInto(message, ring)),
    each('encode', batch, encode),
    each('decode', frames, (frame) => decode(frame)),
    each(`JSON.stringify: ${texts[0]!.length} characters`, batch, (message) => JSON.stringify(message)),
    each('JSON.parse', texts, (text) => JSON.parse(text)),
    each(`v8.serialize: ${clones[0]!.length} bytes`, batch, serialize),
    each('v8.deserialize', clones, deserialize),
    each('structuredClone: there and back', batch, structuredClone),
  ];
}

/** Nanoseconds a message, by name: the least of the rounds' medians. */
async function timesOf(measured: readonly Measured[], perBatch: number): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (let round = 0; round < 8; round++) {
    const bench = new Bench({ time: 40, warmupTime: 20 });
    for (const { name, act } of measured) bench.add(name, act);
    await bench.run();
    for (const { name, result } of bench.tasks) {
      if (!('latency' in result)) throw new Error(`${name} has no result`);
      const time = (result.latency.p50 * 1e6) / perBatch;
      times.set(name, Math.min(time, times.get(name) ?? time));
    }
  }
  return times;
}

for (const { name, batch } of messages) {
  console.log(`\n${name}`);
  for (const [what, time] of await timesOf(measuredWith(batch), batch.length))
    console.log(`${Math.round(time).toString().padStart(10)} ns  ${what}`);
}
void kept;
