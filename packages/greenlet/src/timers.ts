// A binary heap of timers that know their position, so that setting and cancelling are O(log n) and a cancelled timer keeps
// nothing alive: an election timer is set and cancelled with every message.

import { delay } from './numbers.ts';

export interface TimerTarget {
  /** Called when the timer fires. */
  expire(): void;
}

export class Timer {
  /** Delay from setting to firing (ms); with Infinity it never fires. */
  ms: number;
  at = 0;
  /** Timers due at the same moment fire in the order in which they were set. */
  order = 0;
  /** Position in the heap; -1 while not set. */
  index = -1;
  readonly target: TimerTarget;

  constructor(target: TimerTarget, ms: number) {
    this.target = target;
    this.ms = delay(ms);
  }
}

export class Timers {
  private readonly heap: Timer[] = [];
  private order = 0;
  /** Due time of the timer that fired last. */
  fired = -Infinity;

  get size(): number {
    return this.heap.length;
  }

  /** Due time of the next timer; Infinity if none is set. */
  get earliest(): number {
    return this.heap[0]?.at ?? Infinity;
  }

  /** Sets a timer, or moves one that is set. */
  set(timer: Timer, at: number): void {
    if (timer.index >= 0) this.cancel(timer);
    timer.at = at;
    timer.order = this.order++;
    this.heap.push(timer);
    this.rise(timer, this.heap.length - 1);
  }

  /** Cancels a timer. No effect if it is not set. */
  cancel(timer: Timer): void {
    const { index } = timer;
    if (index < 0) return;
    timer.index = -1;
    const last = this.heap.pop()!;
    if (last === timer) return;
    this.sink(last, index);
    this.rise(last, last.index);
  }

  /** Fires all due timers, except those set meanwhile, so that it terminates. Returns whether any fired. */
  fire(now: number): boolean {
    const { order } = this;
    let fired = false;
    for (let timer = this.heap[0]; timer !== undefined; timer = this.heap[0]) {
      if (timer.at > now || timer.order >= order) break;
      this.cancel(timer);
      this.fired = timer.at;
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
