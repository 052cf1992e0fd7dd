// The events of a cluster on their way to the listener. Rules tell of what they do while they do it; the listener hears of it
// when they are through, in the same turn: it may then call whatever it likes, and no rule is left half done.

import { Listening, type TraceEvent, type TraceListener } from '@three-ways/raft-cluster';

export class TraceQueue {
  private readonly listening: Listening;
  private events: TraceEvent[] = [];
  private isTelling = false;

  /** @param failed is called when the listener has thrown */
  constructor(listener: TraceListener, failed: () => void) {
    this.listening = new Listening(listener, failed);
  }

  put(event: TraceEvent): void {
    this.events.push(event);
    if (this.events.length === 1) queueMicrotask(this.tell);
  }

  /** The listener hears what has happened, and then nothing more; if it is the listener that ends it, nothing more at once. */
  end(): void {
    this.tell();
    this.listening.end();
  }

  private readonly tell = (): void => {
    if (this.isTelling) return;
    this.isTelling = true;
    for (const event of this.events) this.listening.hear(event); // and what happens meanwhile
    this.events = [];
    this.isTelling = false;
  };
}
