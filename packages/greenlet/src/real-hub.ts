// A hub on real time, as a guest of Node's event loop: it runs a while at a time, then timers and I/O have their turn. While
// nothing is ready it holds one timer, for the earliest deadline, or none at all, and then the process may end.

import type { Body } from './coroutine.ts';
import { Hub, type HubOptions } from './hub.ts';

/** It runs for so many ms at a time. */
const turnLength = 1;

/** It looks at the clock after so many steps. */
const stepsPerLook = 16;

/** The longest that Node's timers can wait, in ms. */
const longestTimeout = 2 ** 31 - 1;

export class RealHub extends Hub {
  private immediate: NodeJS.Immediate | null = null;
  private timeout: NodeJS.Timeout | null = null;
  private timeoutAt = Infinity;
  /** Whether anything ran in this turn. */
  private worked = false;

  constructor(options: HubOptions = {}) {
    super(options);
    this.asleep = true;
  }

  now(): number {
    return performance.now();
  }

  /**
   * Runs a main greenlet and hands out its result. When nothing can ever run again, a LoopExit is raised where the main
   * greenlet waits.
   */
  run<T>(main: Body<T>, name = 'main'): Promise<T> {
    return this.spawn(main, name).toPromise();
  }

  protected rouse(): void {
    this.asleep = false;
    this.immediate ??= setImmediate(this.onImmediate);
  }

  private readonly onImmediate = (): void => {
    this.immediate = null;
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
      this.atWork(this.work);
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

  /** Sees to it that there will be another turn when there is reason for one. */
  private rest(): void {
    if (this.runQueue.size > 0 || this.hasIdlers() || this.isStuck()) this.rouse();
    else {
      this.asleep = true;
      this.setTimeout();
    }
  }

  /**
   * Whether somebody waits in vain. That is believed only when a turn has passed in which nothing ran, so that promises
   * which were resolved in the last one have had their say.
   */
  private isStuck(): boolean {
    if (!this.isDeadlocked()) return false;
    if (!this.worked) this.breakDeadlock();
    return this.worked || this.runQueue.size > 0;
  }

  /** A timer that is set for too early is left: it is cheaper to wake up once for nothing than to set it at every change. */
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
