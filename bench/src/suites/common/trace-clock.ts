// The times of trace events on the clock of `Time`. A listener may get an event late, from threads above all; its time in the
// trace was taken where it happened.

import type { TraceEvent } from '@three-ways/raft-cluster';
import type { Time } from '@three-ways/raft-testkit/targets';

export class TraceClock {
  private readonly time: Time;
  /** The listener's clock less the trace's (ms): the least seen, that of an event that came at once. */
  private offset = Number.POSITIVE_INFINITY;

  constructor(time: Time) {
    this.time = time;
  }

  /** When an event happened. To be called for all events, as they come. */
  timeOf({ at }: TraceEvent): number {
    this.offset = Math.min(this.offset, this.time.now() - at);
    return at + this.offset;
  }
}
