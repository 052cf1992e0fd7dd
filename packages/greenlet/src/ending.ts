// Waiting for a greenlet to end: `join` doesn't care how, `get` does. Either way somebody learns of its error, which then need
// not be reported.

import type { Greenlet } from './greenlet.ts';
import { Kind, type Wait } from './wait.ts';

abstract class Ending<V> extends Kind<V, Greenlet<unknown>> {
  ready(greenlet: Greenlet<unknown>): boolean {
    return greenlet.ready;
  }

  enlist(wait: Wait<V>, greenlet: Greenlet<unknown>): void {
    greenlet.addLink(wait);
  }

  describe({ name }: Greenlet<unknown>): string {
    return `the end of ${name}`;
  }
}

class Joining extends Ending<Greenlet<unknown>> {
  commit(wait: Wait<Greenlet<unknown>>, greenlet: Greenlet<unknown>): void {
    greenlet.observe();
    wait.succeed(greenlet);
  }
}

class Getting extends Ending<unknown> {
  commit(wait: Wait<unknown>, greenlet: Greenlet<unknown>): void {
    greenlet.observe();
    wait.follow(greenlet);
  }
}

/** For the library's own book-keeping, which takes no interest in errors. */
class Noticing extends Ending<void> {
  commit(wait: Wait<void>): void {
    wait.succeed();
  }
}

export const joining = new Joining();
export const getting = new Getting();
export const noticing = new Noticing();
