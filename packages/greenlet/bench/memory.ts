// Bytes of one more parked task: the slope over many, not one reading.

import { type Green, Queue, RealHub } from '../src/index.ts';
import { AsyncSlot } from './async-slot.ts';
import { run as runTasks, Slot, spawn as spawnTask, type Task } from './trampoline.ts';

export interface Footprint {
  readonly name: string;
  /** Heap of a parked task (bytes). */
  readonly bytes: number;
}

const counts = [20_000, 40_000, 60_000, 80_000, 100_000];

const hub = new RealHub();
const queue = new Queue<number>();

/** Needs `--expose-gc`. */
export async function footprints(): Promise<Footprint[]> {
  return [
    { name: 'bare trampoline', bytes: await slope(parkTask) },
    { name: 'async/await', bytes: await slope(parkAsync) },
    { name: 'greenlets', bytes: await slope(parkGreenlet) },
  ];
}

/** Parks one more task. Returns what keeps it alive. */
type Park = () => unknown;

function parkTask(): unknown {
  const slot = new Slot<number>();
  spawnTask(getFrom(slot));
  runTasks();
  return slot;
}

function* getFrom(slot: Slot<number>): Task {
  yield* slot.get();
}

function parkAsync(): unknown {
  const slot = new AsyncSlot<number>();
  void (async () => {
    await slot.get();
  })();
  return slot;
}

function parkGreenlet(): unknown {
  return hub.spawn(getFromQueue);
}

function* getFromQueue(): Green<void> {
  yield* queue.get();
}

/** Least-squares slope of heap size over number of parked tasks. */
async function slope(park: Park): Promise<number> {
  const points: [number, number][] = [];
  const parked: unknown[] = [];
  for (const count of counts) {
    while (parked.length < count) parked.push(park());
    await new Promise((resolve) => setTimeout(resolve, 50)); // until all that were spawned are parked
    globalThis.gc!();
    points.push([count, process.memoryUsage().heapUsed]);
  }
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const covariance = mean(points.map(([x, y]) => (x - meanX) * (y - meanY)));
  return covariance / mean(points.map(([x]) => (x - meanX) ** 2));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
