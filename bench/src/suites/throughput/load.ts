// The state that the clients of a throughput trial share with its measurement.

import type { Latencies } from '../common/latencies.ts';
import type { Requests } from './requests.ts';

export interface Load {
  readonly requests: Requests;
  readonly latencies: Latencies;
  /** Whether an answer may arrive within the turn of its request: that of a stale read. */
  readonly answersAtOnce: boolean;
  /** How long after they were due requests were sent. */
  readonly late: Mean;
  /** False when no more requests are to be made. */
  running: boolean;
  answered: number;
  /** Requests under way, in an open loop. */
  outstanding: number;
  /** When the measurement began (ms): earlier requests are not timed. */
  recordFrom: number;
}

/** A mean of times. */
export class Mean {
  private sum = 0;
  private count = 0;

  add(ms: number): void {
    this.sum += ms;
    this.count += 1;
  }

  get us(): number {
    return this.count === 0 ? 0 : (this.sum / this.count) * 1000;
  }
}
