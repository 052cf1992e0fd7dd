// The bare loop: each turn of the event loop moves new entries through three arrays, as a leader and two followers would,
// and resolves a promise per entry. No terms, no messages, no state machine: an upper bound for Raft on one thread. Runs as
// a process of its own; the specification comes on standard input.

import { text } from 'node:stream/consumers';
import { Bench } from 'tinybench';
import { quantile } from '../figures/statistics.ts';
import type { CalibrationSpec } from './calibration.ts';

const entriesPerIteration = 4096;

interface Entry {
  readonly value: number;
  readonly resolve: () => void;
}

class BareLoop {
  private readonly logs: [Entry[], Entry[], Entry[]] = [[], [], []];
  private moved = 0;
  private scheduled = false;

  /** Resolves when the entry has reached the third array. */
  append(value: number): Promise<void> {
    if (!this.scheduled) setImmediate(this.move);
    this.scheduled = true;
    return new Promise((resolve) => this.logs[0].push({ value, resolve }));
  }

  private readonly move = (): void => {
    const [first, second, third] = this.logs;
    this.scheduled = false;
    for (; this.moved < first.length; this.moved++) {
      const entry = first[this.moved]!;
      second.push(entry);
      third.push(entry);
      entry.resolve();
    }
  };
}

async function moveEntries(outstanding: number): Promise<void> {
  const loop = new BareLoop();
  let left = entriesPerIteration;
  const client = async () => {
    while (left-- > 0) await loop.append(left);
  };
  await Promise.all(Array.from({ length: outstanding }, client));
}

async function run({ outstanding, timeMs }: CalibrationSpec) {
  const bench = new Bench({ time: timeMs, warmupTime: Math.min(timeMs, 500), retainSamples: true });
  for (const clients of outstanding) bench.add(String(clients), () => moveEntries(clients));
  await bench.run();
  return bench.tasks.map(({ name, result }) => {
    if (result.state !== 'completed')
      throw new Error(`the bare loop with ${name} outstanding: ${result.state}`);
    const latencies = result.latency.samples ?? [];
    const atQuantile = (q: number) => (entriesPerIteration / quantile(latencies, q)) * 1000;
    return {
      outstanding: Number(name),
      entriesPerSecond: atQuantile(0.5),
      low: atQuantile(0.75),
      high: atQuantile(0.25),
      iterations: latencies.length,
      entriesPerIteration,
    };
  });
}

process.stdout.write(JSON.stringify(await run(JSON.parse(await text(process.stdin)))));
