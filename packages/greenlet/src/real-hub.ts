// A hub on real time, as a guest of Node's event loop: it runs for about a millisecond at a time, then timers and I/O of
// others have their turn. While nothing is ready it holds one timer, for the earliest deadline, or none, and then the process
// may end.
//
// Timers of an event loop come at whole milliseconds: to wait for the next one would make every deadline late, and to wait for
// the rest by turns of the loop would keep a CPU busy. So a deadline is met at the nearest one; if that is early, the hub's
// clock moves on to the deadline, so that by this clock no wait is too short.

import { BaseHub, type HubOptions } from './base-hub.ts';
import type { Body, Hub } from './public.ts';
import { nextTurn } from './turn.ts';

/** Time it runs before yielding to the event loop (ms). */
const turnLength = 1;

/** Steps between two looks at the clock. */
const stepsPerLook = 16;

/** Longest delay of Node's timers (ms). */
const longestTimeout = 2 ** 31 - 1;

/** What is due within this time is due now (ms): half the interval of the event loop's timers. */
const tolerance = 0.5;

/** The clock's resolution (ms): that far it goes beyond a deadline, as `start + ms - start` may be less than `ms`. */
const resolution = 0.001;

export interface RealHub extends Hub {
  /** Runs a main greenlet and returns its result. On a deadlock, LoopExit is raised where the main greenlet waits. */
  run<T>(main: Body<T>, name?: string): Promise<T>;
}

class RealTimeHub extends BaseHub implements RealHub {
  private turnIsDue = false;
  private timeout: ReturnType<typeof setTimeout> | null = null;
  private timeoutAt = Infinity;
  /** Whether anything has run in this turn. */
  private worked = false;

  constructor(options: HubOptions = {}) {
    super(options);
    this.asleep = true;
  }

  /** At most half a millisecond ahead of `performance.now()`. */
  override now(): number {
    return Math.max(performance.now(), this.timers.fired + resolution);
  }

  run<T>(main: Body<T>, name = 'main'): Promise<T> {
    return this.spawn(main, name).toPromise();
  }

  protected override wakeUp(): void {
    this.asleep = false;
    if (!this.turnIsDue) nextTurn(this.onTurn);
    this.turnIsDue = true;
  }

  private readonly onTurn = (): void => {
    this.turnIsDue = false;
    this.turn();
  };

  private readonly onTimeout = (): void => {
    this.timeout = null;
    this.turn();
  };

  private turn(): void {
    this.asleep = false;
    this.worked = false;
    try {
      this.enter(this.work);
    } finally {
      this.rest();
    }
  }

  private readonly work = (): void => {
    let now = performance.now();
    const end = now + turnLength;
    do {
      if (this.timers.fire(now + tolerance)) this.worked = true;
      if (this.runQueue.size === 0) this.wakeIdler();
      for (let steps = 0; steps < stepsPerLook && this.runQueue.size > 0; steps += 1) {
        this.worked = true;
        this.runNext();
      }
      now = performance.now();
    } while (this.runQueue.size > 0 && now < end);
  };

  /** Arranges for the next turn, if there is a reason for one. */
  private rest(): void {
    const left = this.timers.earliest - performance.now();
    if (this.runQueue.size > 0 || this.hasIdlers() || left <= tolerance || this.isStuck()) this.wakeUp();
    else {
      this.asleep = true;
      this.setTimeout(left);
    }
  }

  /**
   * Whether a greenlet is deadlocked. Concluded only after a turn in which nothing ran, so that reactions to promises resolved
   * in the previous one come first.
   */
  private isStuck(): boolean {
    if (!this.isDeadlocked()) return false;
    if (!this.worked) this.breakDeadlock();
    return this.worked || this.runQueue.size > 0;
  }

  /**
   * Has the next turn begin in `left` ms. A timer set too early is left alone: a needless wake-up is cheaper than setting it at
   * every change.
   */
  private setTimeout(left: number): void {
    const { earliest } = this.timers;
    if (this.timeout !== null && this.timeoutAt <= earliest && earliest !== Infinity) return;
    if (this.timeout !== null) clearTimeout(this.timeout);
    this.timeout = null;
    if (earliest === Infinity) return;
    this.timeoutAt = earliest;
    this.timeout = setTimeout(this.onTimeout, Math.min(Math.round(left), longestTimeout));
  }
}

/** `new RealHub(options?)`: a hub on real time. */
export const RealHub: new (options?: HubOptions) => RealHub = RealTimeHub;
