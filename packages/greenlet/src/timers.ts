// Timers in a binary heap that knows where each of them is: an election timer is set and cancelled with every message, so
// both must be cheap, and a cancelled timer must be gone at once.

/** What happens when a timer's time has come. */
export interface Expiring {
  expire(): void;
}

export class Timer {
  /** How many ms after it is set it fires. */
  ms: number;
  at = 0;
  /** Timers of the same moment fire in the order in which they were set. */
  order = 0;
  /** Where it is in the heap; -1 when it isn't. */
  index = -1;
  readonly target: Expiring;

  constructor(target: Expiring, ms: number) {
    this.target = target;
    this.ms = Math.max(0, ms);
  }
}

export class Timers {
  private readonly heap: Timer[] = [];
  private order = 0;

  get size(): number {
    return this.heap.length;
  }

  /** When the next timer fires, Infinity if there is none. */
  get earliest(): number {
    return this.heap[0]?.at ?? Infinity;
  }

  /** Sets a timer, or sets it anew. */
  set(timer: Timer, at: number): void {
    if (timer.index >= 0) this.cancel(timer);
    timer.at = at;
    timer.order = this.order++;
    this.heap.push(timer);
    this.rise(timer, this.heap.length - 1);
  }

  /** Cancels a timer; doing so when it is not set does nothing. */
  cancel(timer: Timer): void {
    const { index } = timer;
    if (index < 0) return;
    timer.index = -1;
    const last = this.heap.pop()!;
    if (last === timer) return;
    this.sink(last, index);
    this.rise(last, last.index);
  }

  /** Fires all whose time has come, but for those that are set meanwhile: so it comes to an end. Says whether any did. */
  fire(now: number): boolean {
    const { order } = this;
    let fired = false;
    for (let timer = this.heap[0]; timer !== undefined; timer = this.heap[0]) {
      if (timer.at > now || timer.order >= order) break;
      this.cancel(timer);
      timer.target.expire();
      fired = true;
    }
    return fired;
  }

  private rise(timer: Timer, from: number): void {
    let index = from;
    while (index > 0) {
      const above = (index - 1) >>> 1;
      const parent = this.heap[above]!;
      if (!before(timer, parent)) break;
      this.place(parent, index);
      index = above;
    }
    this.place(timer, index);
  }

  private sink(timer: Timer, from: number): void {
    const { heap } = this;
    let index = from;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && before(heap[below + 1]!, heap[below]!)) below += 1;
      const child = heap[below]!;
      if (!before(child, timer)) break;
      this.place(child, index);
      index = below;
    }
    this.place(timer, index);
  }

  private place(timer: Timer, index: number): void {
    this.heap[index] = timer;
    timer.index = index;
  }
}

function before(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
