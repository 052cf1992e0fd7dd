// The queue of trace events between the rules and the listener. Events are emitted within a step of the rules, and delivered
// after it, in the same turn: a listener may call any method without leaving a step half done.

import { Listening, type TraceEvent, type TraceListener } from '@three-ways/raft-cluster';

export class TraceQueue {
  private readonly listening: Listening;
  private events: TraceEvent[] = [];
  private isTelling = false;

  /** @param failed called when the listener throws */
  constructor(listener: TraceListener, failed: () => void) {
    this.listening = new Listening(listener, failed);
  }

  put(event: TraceEvent): void {
    this.events.push(event);
    if (this.events.length === 1) queueMicrotask(this.tell);
  }

  /** Delivers the pending events, then ends the trace; at once when called by the listener itself. */
  end(): void {
    this.tell();
    this.listening.end();
  }

  private readonly tell = (): void => {
    if (this.isTelling) return;
    this.isTelling = true;
    for (const event of this.events) this.listening.hear(event); // including events added meanwhile
    this.events = [];
    this.isTelling = false;
  };
}
