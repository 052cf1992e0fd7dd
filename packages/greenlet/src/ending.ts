// Waiting for a greenlet to end: `join` doesn't care how, `get` does. Who waits knows of an error, so that it need not be
// reported; `End` is for the library's own book-keeping, which doesn't count.

import type { Greenlet } from './greenlet.ts';
import { Wait } from './wait.ts';

abstract class Ending<T, V> extends Wait<V> {
  protected readonly greenlet: Greenlet<T>;

  constructor(greenlet: Greenlet<T>) {
    super();
    this.greenlet = greenlet;
  }

  ready(): boolean {
    return this.greenlet.ready;
  }

  protected enlist(): void {
    this.greenlet.addLink(this as Wait<unknown>);
  }

  describe(): string {
    return `the end of ${this.greenlet.name}`;
  }
}

export class End<T> extends Ending<T, Greenlet<T>> {
  commit(): void {
    this.succeed(this.greenlet);
  }
}

export class Join<T> extends Ending<T, Greenlet<T>> {
  commit(): void {
    this.greenlet.observe();
    this.succeed(this.greenlet);
  }

  protected override enlist(): void {
    this.greenlet.observe();
    super.enlist();
  }
}

export class Get<T> extends Ending<T, T> {
  commit(): void {
    this.greenlet.observe();
    try {
      this.succeed(this.greenlet.result());
    } catch (error) {
      this.fail(error);
    }
  }

  protected override enlist(): void {
    this.greenlet.observe();
    super.enlist();
  }
}
