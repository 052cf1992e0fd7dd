// A hub on real time, as a guest of Node's event loop: it runs for about a millisecond at a time, then timers and I/O of
// others have their turn. While nothing is ready it holds one timer, for the earliest deadline, or none, and then the process
// may end.

import { BaseHub, type HubOptions } from './base-hub.ts';
import type { Body, Hub } from './public.ts';
import { nextTurn } from './turn.ts';

/** Time it runs before yielding to the event loop (ms). */
const turnLength = 1;

/** Steps between two looks at the clock. */
const stepsPerLook = 16;

/** Longest delay of Node's timers (ms). */
const longestTimeout = 2 ** 31 - 1;

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

  override now(): number {
    return performance.now();
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
    let now = this.now();
    const end = now + turnLength;
    do {
      if (this.timers.fire(now)) this.worked = true;
      if (this.runQueue.size === 0) this.wakeIdler();
      for (let steps = 0; steps < stepsPerLook && this.runQueue.size > 0; steps += 1) {
        this.worked = true;
        this.runNext();
      }
      now = this.now();
    } while (this.runQueue.size > 0 && now < end);
  };

  /** Arranges for the next turn, if there is a reason for one. */
  private rest(): void {
    if (this.runQueue.size > 0 || this.hasIdlers() || this.isStuck()) this.wakeUp();
    else {
      this.asleep = true;
      this.setTimeout();
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

  /** A timer set too early is left alone: a needless wake-up is cheaper than setting it at every change. */
  private setTimeout(): void {
    const { earliest } = this.timers;
    if (this.timeout !== null && this.timeoutAt <= earliest && earliest !== Infinity) return;
    if (this.timeout !== null) clearTimeout(this.timeout);
    this.timeout = null;
    if (earliest === Infinity) return;
    this.timeoutAt = earliest;
    const ms = Math.min(Math.max(Math.ceil(earliest - this.now()), 1), longestTimeout);
    this.timeout = setTimeout(this.onTimeout, ms);
  }
}

/** `new RealHub(options?)`: a hub on real time. */
export const RealHub: new (options?: HubOptions) => RealHub = RealTimeHub;
