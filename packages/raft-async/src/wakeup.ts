// The event loop's condition variable: one task waits, anybody wakes it. A wake-up that comes while nobody waits is kept,
// many of them are kept as one, so none is lost and none is repeated.

export class Wakeup {
  private woken = false;
  private resolve: (() => void) | null = null;

  /** Wakes the task that waits, or that waits next. */
  readonly notify = (): void => {
    this.woken = true;
    this.resolve?.();
  };

  /** Lets the end of a scope wake the task as well. */
  notifyAtEndOf(signal: AbortSignal): void {
    if (signal.aborted) this.notify();
    else signal.addEventListener('abort', this.notify, { once: true });
  }

  /** Resolves at the next wake-up, at once if it has been. One task at a time may wait. */
  async wait(): Promise<void> {
    if (!this.woken) await new Promise<void>(this.keep);
    this.resolve = null;
    this.woken = false;
  }

  private readonly keep = (resolve: () => void): void => {
    this.resolve = resolve;
  };
}
