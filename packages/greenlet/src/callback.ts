// Plain functions that a hub calls: on its next turn, or after a while.

import type { Hub } from './hub.ts';
import type { Runnable } from './run-queue.ts';
import { type Expiring, Timer } from './timers.ts';

/** A call that the hub makes when its turn has come, unless it is disposed of before. */
export class Callback implements Runnable, Disposable {
  private readonly hub: Hub;
  private call: (() => void) | null;

  constructor(hub: Hub, call: () => void) {
    this.hub = hub;
    this.call = call;
  }

  step(): void {
    const { call } = this;
    this.call = null;
    if (call !== null) this.hub.guard(call);
  }

  [Symbol.dispose](): void {
    this.call = null;
  }
}

/** A timer that calls back once, unless it is cancelled before. It can be set anew at any time, however it ended. */
export class Alarm implements Expiring, Disposable {
  private readonly hub: Hub;
  private readonly call: () => void;
  private readonly timer: Timer;

  constructor(hub: Hub, call: () => void, ms: number) {
    this.hub = hub;
    this.call = call;
    this.timer = new Timer(this, ms);
  }

  /** Whether it will still call back. */
  get pending(): boolean {
    return this.timer.index >= 0;
  }

  /** Lets it call back so many ms from now, as many as before unless given, and no longer when it would have. */
  restart(ms = this.timer.ms): void {
    this.timer.ms = Math.max(0, ms);
    this.hub.setTimer(this.timer);
  }

  /** Doing so twice, or after it has called back, does nothing. */
  cancel(): void {
    this.hub.cancelTimer(this.timer);
  }

  [Symbol.dispose](): void {
    this.cancel();
  }

  expire(): void {
    this.hub.guard(this.call);
  }
}
