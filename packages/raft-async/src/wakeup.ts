// A condition variable for the event loop, with a single waiter. A wake-up without a waiter is kept, and several are kept as
// one, so none is lost or repeated.

export class Wakeup {
  private woken = false;
  private resolve: (() => void) | null = null;

  /** Wakes the waiter, or the next one. */
  readonly notify = (): void => {
    this.woken = true;
    this.resolve?.();
  };

  /** Notifies when the signal fires, too. */
  notifyAtEndOf(signal: AbortSignal): void {
    if (signal.aborted) this.notify();
    else signal.addEventListener('abort', this.notify, { once: true });
  }

  /** Resolves at the next wake-up, or at once if one is kept. At most one task may wait. */
  async wait(): Promise<void> {
    if (!this.woken) await new Promise<void>(this.keep);
    this.resolve = null;
    this.woken = false;
  }

  private readonly keep = (resolve: () => void): void => {
    this.resolve = resolve;
  };
}
