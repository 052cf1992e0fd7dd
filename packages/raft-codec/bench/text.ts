// Cost of writing and reading ASCII text by its length (ns a text), character by character and by Node's functions: the reason why
// src/text.ts treats short texts apart.

import { Bench } from 'tinybench';

const memory = new Uint8Array(new SharedArrayBuffer(2 ** 16));
const { toString: read, write } = Buffer.prototype;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function writeEach(text: string): number {
  for (let i = 0; i < text.length; i++) memory[i] = text.charCodeAt(i);
  return text.length;
}

const collected = Array.from({ length: 200 }, (_, length) => new Array<number>(length).fill(0));

function readEach(length: number): string {
  const characters = collected[length]!;
  for (let i = 0; i < length; i++) characters[i] = memory[i]!;
  return String.fromCharCode(...characters);
}

const ways: Readonly<Record<string, (text: string) => unknown>> = {
  'write each': writeEach,
  'write Buffer': (text) => write.call(memory, text, 0, 3 * text.length, 'utf8'),
  'write TextEncoder': (text) => encoder.encodeInto(text, memory.subarray(0, 3 * text.length)),
  'read each': ({ length }) => readEach(length),
  'read Buffer': ({ length }) => read.call(memory, 'utf8', 0, length),
  'read TextDecoder': ({ length }) => decoder.decode(memory.subarray(0, length)),
};

let kept: unknown; // keeps the engine from dropping work whose result is unused

for (const length of [4, 8, 16, 24, 32, 40, 48, 64, 128]) {
  const batch = Array.from({ length: 32 }, (_, i) => String(i).padEnd(length, 'n').slice(0, length));
  const bench = new Bench({ time: 50, warmupTime: 25 });
  for (const [name, act] of Object.entries(ways))
    bench.add(name, () => {
      for (const text of batch) kept = act(text);
    });
  await bench.run();
  const row = bench.tasks.map(({ name, result }) => {
    if (!('latency' in result)) throw new Error(`${name} has no result`);
    return `${name} ${Math.round((result.latency.p50 * 1e6) / batch.length)}`;
  });
  console.log(`${length} characters: ${row.join(', ')}`);
}
void kept;
