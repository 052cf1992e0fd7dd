// An error on its way into a greenlet: a timeout, an abort signal, a deadlock, or what somebody throws.

import type { Coroutine } from './coroutine.ts';

export class Interruption {
  readonly greenlet: Coroutine<unknown>;
  readonly error: unknown;
  /** It has ended a wait, and can't be taken back. */
  hasStruck = false;

  constructor(greenlet: Coroutine<unknown>, error: unknown) {
    this.greenlet = greenlet;
    this.error = error;
  }

  /** Raises the error where the greenlet waits; if it runs, or has just been woken, at its next wait. */
  raise(): void {
    this.greenlet.interrupt(this);
  }

  /** Takes the error back, if it has not been raised. */
  cancel(): void {
    this.greenlet.forget(this);
  }
}
