// A flag that wakes all who wait for it.

import { Chain } from './chain.ts';
import { Wait } from './wait.ts';

export class Event {
  readonly name: string;
  private flag = false;
  private readonly waiters = new Chain<Wait<true>>();

  constructor(name = 'an event') {
    this.name = name;
  }

  /** Whether it is set. */
  get ready(): boolean {
    return this.flag;
  }

  /** Wakes all who wait, even if it is cleared before they run. */
  set(): void {
    this.flag = true;
    for (let wait = this.waiters.shift(); wait !== null; wait = this.waiters.shift()) wait.finish();
  }

  clear(): void {
    this.flag = false;
  }

  /** Waits until it is set. */
  wait(): Wait<true> {
    return new EventWait(this, this.waiters);
  }
}

class EventWait extends Wait<true> {
  private readonly event: Event;
  private readonly waiters: Chain<Wait<true>>;

  constructor(event: Event, waiters: Chain<Wait<true>>) {
    super();
    this.event = event;
    this.waiters = waiters;
  }

  ready(): boolean {
    return this.event.ready;
  }

  commit(): void {
    this.succeed(true);
  }

  protected enlist(): void {
    this.waiters.push(this);
  }

  describe(): string {
    return this.event.name;
  }
}
