// Storage of queues: three orders in which items come out.

/** Items carry their order of arrival, so that one whose receiver was killed can go back to its place. */
export interface Store<T> {
  readonly size: number;
  /** Adds a new item. `order` is greater than that of all items before. */
  add(item: T, order: number): void;
  /** Takes the next item. Requires size > 0. */
  take(): T;
  /** Puts an item back as if it had not been taken. */
  putBack(item: T, order: number): void;
}

interface Numbered<T> {
  readonly item: T;
  readonly order: number;
}

/** First in, first out: a ring buffer that grows and keeps no reference to what was taken. */
export class Fifo<T> implements Store<T> {
  private ring: (T | undefined)[] = new Array(8).fill(undefined);
  private head = 0;
  private count = 0;
  /** Items put back. An item is passed to a waiting receiver only while the ring is empty, so these come before it. */
  private readonly returned = new BinaryHeap<Numbered<T>>((a, b) => a.order < b.order);

  get size(): number {
    return this.count + this.returned.size;
  }

  add(item: T): void {
    if (this.count === this.ring.length) this.grow();
    this.ring[(this.head + this.count) & (this.ring.length - 1)] = item;
    this.count += 1;
  }

  take(): T {
    if (this.returned.size > 0) return this.returned.take().item;
    const { head } = this;
    const item = this.ring[head] as T;
    this.ring[head] = undefined;
    this.head = (head + 1) & (this.ring.length - 1);
    this.count -= 1;
    return item;
  }

  putBack(item: T, order: number): void {
    this.returned.add({ item, order });
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
  /** Items put back. As in a Fifo, they came in before all others, so here they come out after them. */
  private readonly returned = new BinaryHeap<Numbered<T>>((a, b) => a.order > b.order);

  get size(): number {
    return this.stack.length + this.returned.size;
  }

  add(item: T): void {
    this.stack.push(item);
  }

  take(): T {
    return this.stack.length > 0 ? (this.stack.pop() as T) : this.returned.take().item;
  }

  putBack(item: T, order: number): void {
    this.returned.add({ item, order });
  }
}

/** Least first; equals first in, first out. */
export class Heap<T> implements Store<T> {
  private readonly heap: BinaryHeap<Numbered<T>>;

  constructor(compare: (a: T, b: T) => number) {
    this.heap = new BinaryHeap((a, b) => {
      const difference = compare(a.item, b.item);
      return difference < 0 || (difference === 0 && a.order < b.order);
    });
  }

  get size(): number {
    return this.heap.size;
  }

  add(item: T, order: number): void {
    this.heap.add({ item, order });
  }

  take(): T {
    return this.heap.take().item;
  }

  putBack(item: T, order: number): void {
    this.add(item, order);
  }
}

class BinaryHeap<T> {
  private readonly heap: T[] = [];
  private readonly before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.before = before;
  }

  get size(): number {
    return this.heap.length;
  }

  add(item: T): void {
    const { heap } = this;
    let index = heap.length;
    while (index > 0) {
      const above = (index - 1) >>> 1;
      if (!this.before(item, heap[above]!)) break;
      heap[index] = heap[above]!;
      index = above;
    }
    heap[index] = item;
  }

  /** Requires size > 0. */
  take(): T {
    const { heap } = this;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) this.sink(last);
    return first;
  }

  private sink(item: T): void {
    const { heap } = this;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && this.before(heap[below + 1]!, heap[below]!)) below += 1;
      if (!this.before(heap[below]!, item)) break;
      heap[index] = heap[below]!;
      index = below;
    }
    heap[index] = item;
  }
}
