// A flag that wakes all its waiters.

import { LinkedList } from './linked-list.ts';
import type { Wait } from './public.ts';
import { finishAll, PendingWait, WaitKind } from './wait.ts';

export class Event {
  readonly name: string;
  private flag = false;
  private readonly waiters = new LinkedList<PendingWait<true>>();

  constructor(name = 'an event') {
    this.name = name;
  }

  /** Whether it is set. */
  get ready(): boolean {
    return this.flag;
  }

  /** Wakes all waiters, even if it is cleared before they run. */
  set(): void {
    this.flag = true;
    finishAll(this.waiters);
  }

  clear(): void {
    this.flag = false;
  }

  /** Waits until it is set. */
  wait(): Wait<true> {
    return new PendingWait(Event.waiting, this);
  }

  private static readonly waiting = new (class extends WaitKind<true, Event> {
    override ready(event: Event): boolean {
      return event.flag;
    }

    override commit(wait: PendingWait<true>): void {
      wait.succeed(true);
    }

    override register(wait: PendingWait<true>, event: Event): void {
      event.waiters.push(wait);
    }

    override describe({ name }: Event): string {
      return name;
    }
  })();
}
