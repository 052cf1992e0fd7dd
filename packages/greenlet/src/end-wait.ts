// Waits for the end of a greenlet: `join` ignores how it ends, `get` does not. Both count as asking for its error, which is
// then not reported.

import { type PendingWait, WaitKind } from './wait.ts';

/** A greenlet, as far as waits for its end need it. */
export interface Joinable {
  readonly name: string;
  readonly ready: boolean;
  observe(): void;
  ignore(): void;
  /** Finishes the wait at its end. */
  addLink(wait: PendingWait<unknown>): void;
  result(): unknown;
}

abstract class EndWait<V> extends WaitKind<V, Joinable> {
  override ready(greenlet: Joinable): boolean {
    return greenlet.ready;
  }

  override register(wait: PendingWait<V>, greenlet: Joinable): void {
    greenlet.addLink(wait);
  }

  override giveBack(_wait: PendingWait<V>, greenlet: Joinable): void {
    greenlet.ignore();
  }

  override describe({ name }: Joinable): string {
    return `the end of ${name}`;
  }
}

class Join extends EndWait<Joinable> {
  override commit(wait: PendingWait<Joinable>, greenlet: Joinable): void {
    greenlet.observe();
    wait.succeed(greenlet);
  }
}

class Get extends EndWait<unknown> {
  override commit(wait: PendingWait<unknown>, greenlet: Joinable): void {
    greenlet.observe();
    wait.follow(greenlet);
  }
}

/** For the library's own bookkeeping: does not count as asking for the error. */
class Notice extends EndWait<void> {
  override commit(wait: PendingWait<void>): void {
    wait.succeed();
  }

  override giveBack(): void {}
}

export const join = new Join();
export const get = new Get();
export const notice = new Notice();
