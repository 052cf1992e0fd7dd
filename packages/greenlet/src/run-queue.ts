// The run queue: a ring buffer that grows and keeps no reference to what was taken.

/** Anything a hub can run: a greenlet or a callback. */
export interface Runnable {
  /** Runs until the next wait or the end. Never throws. */
  step(): void;
}

/** First in, first out. */
export class RunQueue {
  private ring: (Runnable | undefined)[] = new Array(64).fill(undefined);
  private head = 0;
  private count = 0;

  get size(): number {
    return this.count;
  }

  push(runnable: Runnable): void {
    if (this.count === this.ring.length) this.grow();
    this.ring[(this.head + this.count) & (this.ring.length - 1)] = runnable;
    this.count += 1;
  }

  shift(): Runnable | undefined {
    const runnable = this.ring[this.head];
    if (runnable === undefined) return undefined;
    this.ring[this.head] = undefined;
    this.head = (this.head + 1) & (this.ring.length - 1);
    this.count -= 1;
    return runnable;
  }

  /** Doubles the ring, which keeps its length a power of two, and moves the wrapped part behind the rest. */
  private grow(): void {
    const { ring, head } = this;
    this.ring = [...ring.slice(head), ...ring.slice(0, head), ...new Array(ring.length).fill(undefined)];
    this.head = 0;
  }
}
