// The trace listener. It belongs to the caller and may fail: that ends the trace and nothing else.

import type { TraceEvent, TraceListener } from './trace.ts';

export class Listening {
  private listener: TraceListener | null;
  private readonly failed: () => void;
  /** Whether the listener is being called: calls made meanwhile may be its own. */
  isDelivering = false;

  /** @param failed called when the listener throws: it gets no more events */
  constructor(listener: TraceListener, failed: () => void) {
    this.listener = listener;
    this.failed = failed;
  }

  /** Passes an event to the listener. A rejected promise counts as an error thrown. */
  deliver(event: TraceEvent): void {
    this.isDelivering = true;
    try {
      const returned: unknown = this.listener?.(event);
      if (returned instanceof Promise) returned.then(undefined, (error) => this.fail(error));
    } catch (error) {
      this.fail(error);
    } finally {
      this.isDelivering = false;
    }
  }

  /** Ends the trace: the listener gets no more events. */
  end(): void {
    this.listener = null;
  }

  private fail(error: unknown): void {
    if (this.listener === null) return; // already reported, or ended
    this.end();
    this.failed();
    console.error('the trace has ended, because its listener threw', error);
  }
}
