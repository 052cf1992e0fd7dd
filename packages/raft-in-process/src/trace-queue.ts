// The queue of trace events between the rules and the listener. Events are emitted within a step of the rules, and delivered
// after it, in the same turn: a listener may call any method without leaving a step half done.

import { Listening, type TraceEvent, type TraceListener } from '@three-ways/raft-cluster';

export class TraceQueue {
  private readonly listening: Listening;
  private events: TraceEvent[] = [];
  private isDelivering = false;

  /** @param failed called when the listener throws */
  constructor(listener: TraceListener, failed: () => void) {
    this.listening = new Listening(listener, failed);
  }

  put(event: TraceEvent): void {
    this.events.push(event);
    if (this.events.length === 1) queueMicrotask(this.deliver);
  }

  /** Delivers the pending events, then ends the trace; at once when called by the listener itself. */
  end(): void {
    this.deliver();
    this.listening.end();
  }

  private readonly deliver = (): void => {
    if (this.isDelivering) return;
    this.isDelivering = true;
    for (const event of this.events) this.listening.deliver(event); // including events added meanwhile
    this.events = [];
    this.isDelivering = false;
  };
}
