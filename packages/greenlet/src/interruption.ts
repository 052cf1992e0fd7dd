// An error on its way into a greenlet: a Timeout, an abort reason, a LoopExit, or an argument of `throw`.

import { type Link, unlink } from './linked-list.ts';

export interface InterruptionTarget {
  interrupt(interruption: Interruption): void;
}

export class Interruption implements Link {
  previous: Link | null = null;
  following: Link | null = null;
  readonly error: unknown;
  /** Whether it has ended a wait and can no longer be cancelled. */
  delivered = false;
  private readonly target: InterruptionTarget;

  constructor(target: InterruptionTarget, error: unknown) {
    this.target = target;
    this.error = error;
  }

  /** Raises the error at the greenlet's wait; at its next wait if it is running or ready. */
  raise(): void {
    this.target.interrupt(this);
  }

  /** Drops the error, unless it is delivered. */
  cancel(): void {
    if (!this.delivered) unlink(this);
  }
}
