// Plain functions that a hub calls, on its next turn or after a delay.

import { delay } from './numbers.ts';
import type { Alarm } from './public.ts';
import type { Runnable } from './run-queue.ts';
import type { Scheduler } from './scheduler.ts';
import { Timer, type TimerTarget } from './timers.ts';

/** A call on the hub's next turn. Disposing of it first prevents the call. */
export class Callback implements Runnable, Disposable {
  private readonly hub: Scheduler;
  private call: (() => void) | null;

  constructor(hub: Scheduler, call: () => void) {
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

export class HubAlarm implements Alarm, TimerTarget {
  private readonly hub: Scheduler;
  private readonly call: () => void;
  private readonly timer: Timer;

  constructor(hub: Scheduler, call: () => void, ms: number) {
    this.hub = hub;
    this.call = call;
    this.timer = new Timer(this, ms);
  }

  get pending(): boolean {
    return this.timer.index >= 0;
  }

  restart(ms = this.timer.ms): void {
    this.timer.ms = delay(ms);
    this.hub.setTimer(this.timer);
  }

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
