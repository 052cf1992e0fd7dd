// A lock in one cell of shared memory.
//
// Literature: U. Drepper, "Futexes are tricky", 2011.

const free = 0;
const held = 1;
/** Held, and others may sleep. */
const contended = 2;

/**
 * Without contention a lock is one atomic exchange, as is an
 * unlock: threads sleep in the kernel only when they must wait.
 * Not fair: a thread that comes later may be the next to hold it.
 */
export class Mutex {
  private readonly cell: Int32Array;

  /** @param cell shared by the threads; 0 at first */
  constructor(cell: Int32Array) {
    this.cell = cell;
  }

  /** Blocks until the lock is held; disposing unlocks. */
  lock(): Disposable {
    const { cell } = this;
    const before = Atomics.compareExchange(
      cell,
      0,
      free,
      held,
    );
    if (before === free) return this;
    while (Atomics.exchange(cell, 0, contended) !== free)
      Atomics.wait(cell, 0, contended);
    return this;
  }

  [Symbol.dispose](): void {
    const before = Atomics.exchange(this.cell, 0, free);
    if (before === contended)
      Atomics.notify(this.cell, 0, 1);
  }
}
