// An error on its way into a greenlet: a Timeout, an abort reason, a LoopExit, or an argument of `throw`.

export interface InterruptionTarget {
  interrupt(interruption: Interruption): void;
  forget(interruption: Interruption): void;
}

export class Interruption {
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
    this.target.forget(this);
  }
}
