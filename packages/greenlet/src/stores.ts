// Storage of queues: three orders in which items come out.

export interface Store<T> {
  readonly size: number;
  add(item: T): void;
  /** Takes the next item. Requires size > 0. */
  take(): T;
  /** Makes it the next item again, as if it had not been taken. */
  putBack(item: T): void;
}

/** First in, first out: a ring buffer that grows and keeps no reference to what was taken. */
export class Fifo<T> implements Store<T> {
  private ring: (T | undefined)[] = new Array(8).fill(undefined);
  private head = 0;
  size = 0;

  add(item: T): void {
    if (this.size === this.ring.length) this.grow();
    this.ring[(this.head + this.size) & (this.ring.length - 1)] = item;
    this.size += 1;
  }

  take(): T {
    const { head } = this;
    const item = this.ring[head] as T;
    this.ring[head] = undefined;
    this.head = (head + 1) & (this.ring.length - 1);
    this.size -= 1;
    return item;
  }

  putBack(item: T): void {
    if (this.size === this.ring.length) this.grow();
    this.head = (this.head - 1) & (this.ring.length - 1);
    this.ring[this.head] = item;
    this.size += 1;
  }

  /** Doubles the ring, which keeps its length a power of two, and moves the wrapped part behind the rest. */
  private grow(): void {
    const { ring, head } = this;
    this.ring = [...ring.slice(head), ...ring.slice(0, head), ...new Array(ring.length).fill(undefined)];
    this.head = 0;
  }
}

/** Last in, first out. */
export class Lifo<T> implements Store<T> {
  private readonly stack: T[] = [];

  get size(): number {
    return this.stack.length;
  }

  add(item: T): void {
    this.stack.push(item);
  }

  take(): T {
    return this.stack.pop() as T;
  }

  putBack(item: T): void {
    this.stack.push(item);
  }
}

interface Ranked<T> {
  readonly item: T;
  readonly order: number;
}

/** Least first; equals first in, first out. A binary heap. */
export class Heap<T> implements Store<T> {
  private readonly heap: Ranked<T>[] = [];
  private readonly compare: (a: T, b: T) => number;
  private newest = 0;
  private oldest = 0;

  constructor(compare: (a: T, b: T) => number) {
    this.compare = compare;
  }

  get size(): number {
    return this.heap.length;
  }

  add(item: T): void {
    this.newest += 1;
    this.insert({ item, order: this.newest });
  }

  putBack(item: T): void {
    this.oldest -= 1;
    this.insert({ item, order: this.oldest });
  }

  take(): T {
    const { heap } = this;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) this.sink(last);
    return first.item;
  }

  private insert(ranked: Ranked<T>): void {
    const { heap } = this;
    let index = heap.length;
    while (index > 0) {
      const above = (index - 1) >>> 1;
      if (!this.before(ranked, heap[above]!)) break;
      heap[index] = heap[above]!;
      index = above;
    }
    heap[index] = ranked;
  }

  private sink(ranked: Ranked<T>): void {
    const { heap } = this;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && this.before(heap[below + 1]!, heap[below]!)) below += 1;
      if (!this.before(heap[below]!, ranked)) break;
      heap[index] = heap[below]!;
      index = below;
    }
    heap[index] = ranked;
  }

  private before(a: Ranked<T>, b: Ranked<T>): boolean {
    const difference = this.compare(a.item, b.item);
    return difference < 0 || (difference === 0 && a.order < b.order);
  }
}
