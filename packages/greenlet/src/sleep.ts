// Waiting for nothing but time.

import { Wait } from './wait.ts';

class Sleep extends Wait<void> {
  private readonly ms: number;

  constructor(ms: number) {
    super();
    this.ms = ms;
    if (ms > 0) this.within(ms);
  }

  ready(): boolean {
    return false;
  }

  commit(): void {}

  protected enlist(): void {
    if (!(this.ms > 0)) this.complete();
  }

  describe(): string {
    return `a sleep of ${this.ms} ms`;
  }
}

/**
 * Waits for so many ms; with 0, until all that are ready have had their turn. In a `select` it is the deadline.
 */
export function sleep(ms: number): Wait<void> {
  return new Sleep(ms);
}

class Idle extends Wait<void> {
  ready(): boolean {
    return false;
  }

  commit(): void {
    this.succeed();
  }

  protected enlist(): void {
    this.waiter!.hub.addIdler(this as Wait<unknown>);
  }

  describe(): string {
    return 'idleness';
  }
}

/** Waits until nothing else is ready. */
export function idle(): Wait<void> {
  return new Idle();
}
