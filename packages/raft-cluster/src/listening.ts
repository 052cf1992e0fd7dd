// A listener of the trace as the cluster has it. It is the caller's, and may fail: that ends its trace and nothing else.

import type { TraceEvent, TraceListener } from './trace.ts';

export class Listening {
  private listener: TraceListener | null;
  private readonly failed: () => void;
  /** Whether the listener is being called at this moment: what is asked for meanwhile, it may have asked for itself. */
  isHearing = false;

  /** @param failed is called when the listener has thrown: it is to be told nothing more */
  constructor(listener: TraceListener, failed: () => void) {
    this.listener = listener;
    this.failed = failed;
  }

  /** Has the listener hear an event. An asynchronous one that rejects has thrown. */
  hear(event: TraceEvent): void {
    this.isHearing = true;
    try {
      const heard: unknown = this.listener?.(event);
      if (heard instanceof Promise) heard.then(undefined, (error) => this.fail(error));
    } catch (error) {
      this.fail(error);
    } finally {
      this.isHearing = false;
    }
  }

  /** From now on it hears nothing. */
  end(): void {
    this.listener = null;
  }

  private fail(error: unknown): void {
    if (this.listener === null) return; // it has been reported, or ended before
    this.end();
    this.failed();
    console.error('the trace has ended, because its listener threw', error);
  }
}
