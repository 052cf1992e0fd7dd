// The hub as its parts see it, and the greenlet that is running. Waits, greenlets and callbacks know a hub only by this
// interface, so that imports run one way: the hubs import them.

import type { Link, LinkedList } from './linked-list.ts';
import type { Runnable } from './run-queue.ts';
import type { Timer } from './timers.ts';

export interface Scheduler {
  readonly random: () => number;
  now(): number;
  /** Appends to the run queue. */
  schedule(runnable: Runnable): void;
  /** Sets a timer, or moves one that is set: it fires when its delay has passed from now. */
  setTimer(timer: Timer): void;
  cancelTimer(timer: Timer): void;
  /** Makes the call and reports what it throws. */
  guard(call: () => void): void;
  /** Announces that outside code may still wake a greenlet, until `release`: no deadlock. */
  retain(): void;
  release(): void;
  /** Finishes the wait when nothing else is ready. */
  addIdler(wait: IdleWait): void;
  /** Number for the next unnamed greenlet. */
  nextNumber(): number;
  /** Greenlets that have waited and have not ended. */
  readonly waiting: LinkedList<WaitingTask>;
  /** Greenlets whose result code outside waits for: LoopExit is raised in these. */
  readonly awaited: Set<WaitingTask>;
  /** Reports a greenlet's error unless one that is ready now turns out to ask for it. */
  reportUnlessObserved(task: FailedTask): void;
}

export interface IdleWait extends Link {
  finish(): void;
}

/** A greenlet in a list of those that wait. */
export interface WaitingTask extends Link {
  readonly name: string;
  readonly waitsFor: string | null;
  throw(error: unknown): void;
}

/** A greenlet that has failed. */
export interface FailedTask {
  readonly name: string;
  readonly error: unknown;
  readonly isObserved: boolean;
  observe(): void;
}
