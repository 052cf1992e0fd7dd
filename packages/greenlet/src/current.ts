// What runs at this moment. A hub runs one thing at a time and keeps control until that waits or ends, so plain variables
// suffice.

import type { InterruptionTarget } from './interruption.ts';
import type { Scheduler } from './scheduler.ts';
import type { WaitTracker } from './wait-tracker.ts';

/** The running greenlet, as far as waits, locks and timeouts need it. */
export interface RunningGreenlet extends InterruptionTarget {
  readonly name: string;
  readonly hub: Scheduler;
  /** Lets it wait. */
  park(wait: object): void;
  /** Lets others run before it tries a wait that is ready. */
  pause(wait: object): void;
}

interface Current {
  /** Null outside of any hub. */
  hub: Scheduler | null;
  /** Null in a callback and outside. */
  greenlet: RunningGreenlet | null;
  /** In debug mode, the hub's. */
  tracker: WaitTracker<RunningGreenlet> | null;
  /** Waits that the greenlet found ready since it was resumed. */
  readyWaits: number;
}

export const current: Current = { hub: null, greenlet: null, tracker: null, readyWaits: 0 };
