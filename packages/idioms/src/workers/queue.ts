// A bounded queue of numbers in shared memory, for one thread that
// puts and one that takes.

import { sleepWhile } from './cells.ts';

/** Cells with the numbers ever put and ever taken, then the items. */
const put = 0;
const taken = 1;
const firstItem = 2;

export class Queue {
  readonly cells: Int32Array;
  private readonly capacity: number;

  static create(capacity: number): Queue {
    const bytes = 4 * (firstItem + capacity);
    return new Queue(
      new Int32Array(new SharedArrayBuffer(bytes)),
    );
  }

  constructor(cells: Int32Array) {
    this.cells = cells;
    this.capacity = cells.length - firstItem;
  }

  get size(): number {
    const { cells } = this;
    return (
      Atomics.load(cells, put) - Atomics.load(cells, taken)
    );
  }

  /** Blocks while the queue is full. */
  put(item: number): void {
    const { cells, capacity } = this;
    const count = cells[put]!;
    sleepWhile(cells, taken, count - capacity);
    cells[firstItem + (count % capacity)] = item;
    Atomics.store(cells, put, count + 1);
    Atomics.notify(cells, put);
  }

  /** Blocks while it is empty. */
  take(): number {
    const { cells, capacity } = this;
    const count = cells[taken]!;
    sleepWhile(cells, put, count);
    const item = cells[firstItem + (count % capacity)]!;
    Atomics.store(cells, taken, count + 1);
    Atomics.notify(cells, taken);
    return item;
  }
}
