// A flag that wakes all who wait for it.

import { Chain } from './chain.ts';
import { finishAll, Kind, Wait } from './wait.ts';

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
    finishAll(this.waiters);
  }

  clear(): void {
    this.flag = false;
  }

  /** Waits until it is set. */
  wait(): Wait<true> {
    return new Wait(beingSet, this);
  }

  /** Completes the wait when it is set. */
  addWaiter(wait: Wait<true>): void {
    this.waiters.push(wait);
  }
}

class BeingSet extends Kind<true, Event> {
  ready(event: Event): boolean {
    return event.ready;
  }

  commit(wait: Wait<true>): void {
    wait.succeed(true);
  }

  enlist(wait: Wait<true>, event: Event): void {
    event.addWaiter(wait);
  }

  describe(event: Event): string {
    return event.name;
  }
}

const beingSet = new BeingSet();
