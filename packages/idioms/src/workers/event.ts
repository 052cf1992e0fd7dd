// Idiom 10: an event that wakes all who wait.

import { checkSizes } from '../sizes.ts';
import { sharedCells } from './cells.ts';
import { mostThreads, Threads } from './threads.ts';
import { WaitGroup } from './wait-group.ts';

/**
 * `waiters` threads wait for one event; set once, it wakes them
 * all. A notify reaches only those asleep, so the event is the
 * cell's value: one that looks later does not sleep.
 * @param times how often it is set and waited for
 * @throws RangeError
 */
export async function wakeAll(
  waiters: number,
  times = 1,
): Promise<number> {
  checkSizes({ waiters }, 0, mostThreads);
  checkSizes({ times });
  const cells: Cells = {
    times,
    event: sharedCells(0),
    asleep: sharedCells(0),
    woken: sharedCells(0),
  };
  await using threads = new Threads(import.meta.url);
  for (let i = 0; i < waiters; i += 1)
    threads.spawn(wait, cells);
  threads.spawn(wake, waiters, cells);
  await threads.join();
  return cells.woken[0]!;
}

/** What the threads share. */
interface Cells {
  readonly times: number;
  readonly event: Int32Array;
  readonly asleep: Int32Array;
  readonly woken: Int32Array;
}

export function wake(waiters: number, cells: Cells): void {
  const event = new Event(cells.event);
  const asleep = new WaitGroup(cells.asleep);
  for (let i = 0; i < cells.times; i += 1) {
    asleep.add(waiters);
    event.set();
    asleep.wait();
  }
}

export function wait(cells: Cells): void {
  const event = new Event(cells.event);
  const asleep = new WaitGroup(cells.asleep);
  for (let time = 1; time <= cells.times; time += 1) {
    event.wait(time);
    Atomics.add(cells.woken, 0, 1);
    asleep.done();
  }
}

/** Counts its sets in a cell that is 0 at first. */
export class Event {
  private readonly cell: Int32Array;

  constructor(cell: Int32Array) {
    this.cell = cell;
  }

  set(): void {
    Atomics.add(this.cell, 0, 1);
    Atomics.notify(this.cell, 0);
  }

  /** Blocks until the event has been set that many times. */
  wait(times: number): void {
    for (;;) {
      const set = Atomics.load(this.cell, 0);
      if (set >= times) return;
      Atomics.wait(this.cell, 0, set);
    }
  }
}
