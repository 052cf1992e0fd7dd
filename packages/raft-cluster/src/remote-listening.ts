// The trace listener of a cluster whose servers are in other threads or another process: turning the trace on or off takes time,
// and events emitted before may still be on their way.

import { Listening } from './listening.ts';
import type { TraceEvent, TraceListener } from './trace.ts';

export class RemoteListening {
  private current: Listening | null = null;

  deliver(event: TraceEvent): void {
    this.current?.deliver(event);
  }

  /**
   * Replaces the listener; null ends the trace. A listener gets all events emitted before its end, unless it ends itself.
   * @param setTracing turns the servers' events on or off, and resolves when all earlier ones have arrived
   * @param failed called when the listener throws: it gets no more events
   */
  listen(
    listener: TraceListener | null,
    setTracing: (on: boolean) => Promise<void>,
    failed: () => void,
  ): Promise<void> {
    const former = this.current;
    if (listener !== null || former?.isDelivering) former?.end();
    if (listener !== null) this.current = new Listening(listener, failed);
    const done = setTracing(listener !== null);
    return listener !== null ? done : done.then(() => this.forget(former));
  }

  private forget(former: Listening | null): void {
    former?.end();
    if (this.current === former) this.current = null;
  }
}
