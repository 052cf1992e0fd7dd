// Waiting for sources outside of this library, in two phases: `poll` and `register` announce, `take` performs. `take` is called
// for the case of a select that has won, and for no other, so that nothing is lost with the losers.

import { LinkedList } from './linked-list.ts';
import type { Wait } from './public.ts';
import { Fifo } from './stores.ts';
import { PendingWait, WaitKind } from './wait.ts';

/** What an outside source implements to be waited for. All calls come from the hub's thread, and none may throw but `take`. */
export interface WaitSource<T> {
  /** Name used in messages, after "waits for". */
  readonly name: string;
  /** Whether `take` would return or throw at once. Must change nothing. */
  poll(): boolean;
  /** Takes the value, or throws (a source that is closed, say). Called right after `poll` has returned true. */
  take(): T;
  /**
   * Calls `notify` whenever `poll` may have become true, more often than necessary if need be, until the returned function is
   * called. It may call it at once. Called when the first greenlet waits; cancelled when the last one has stopped.
   */
  register(notify: () => void): () => void;
}

/**
 * Makes a source something to wait for: `yield* selectable.wait()`, or a case of `select`. Any number of greenlets may wait;
 * they are served first come, first served. What was taken for a greenlet that is killed before it runs goes to the next, or
 * comes out first the next time: take from the source by this object only, and make one for each source.
 */
export class Selectable<T> {
  private readonly source: WaitSource<T>;
  private readonly waiters = new LinkedList<PendingWait<unknown>>();
  private readonly returned = new Fifo<T>();
  private taken = 0;
  private unregister: (() => void) | null = null;

  constructor(source: WaitSource<T>) {
    this.source = source;
  }

  /** Waits for the source and takes a value. Raises what the source's `take` throws. No deadlock is detected meanwhile. */
  wait(): Wait<T> {
    return new PendingWait(Selectable.waiting, this) as Wait<unknown> as Wait<T>;
  }

  private get ready(): boolean {
    return this.returned.size > 0 || this.source.poll();
  }

  private readonly serve = (): void => {
    while (!this.waiters.isEmpty && this.ready) {
      const wait = this.waiters.shift()!;
      wait.hub.release();
      wait.finish();
    }
    this.settle();
  };

  /** Is registered if and only if a greenlet waits. */
  private settle(): void {
    if (this.waiters.isEmpty) {
      this.unregister?.();
      this.unregister = null;
    } else this.unregister ??= this.source.register(this.serve);
  }

  private take(wait: PendingWait<unknown>): void {
    this.taken += 1;
    wait.order = this.taken;
    try {
      wait.succeed(this.returned.size > 0 ? this.returned.take() : this.source.take());
    } catch (error) {
      wait.fail(error);
    }
  }

  private static readonly waiting = new (class extends WaitKind<unknown, Selectable<unknown>> {
    override ready(selectable: Selectable<unknown>): boolean {
      return selectable.ready;
    }

    override commit(wait: PendingWait<unknown>, selectable: Selectable<unknown>): void {
      selectable.take(wait);
    }

    /** Polls once more after registering: the source may have become ready between the two. */
    override register(wait: PendingWait<unknown>, selectable: Selectable<unknown>): void {
      wait.hub.retain();
      selectable.waiters.push(wait);
      selectable.settle();
      selectable.serve();
    }

    override cancel(wait: PendingWait<unknown>, selectable: Selectable<unknown>): void {
      wait.hub.release();
      selectable.settle();
    }

    override giveBack({ done, value, order }: PendingWait<unknown>, selectable: Selectable<unknown>): void {
      if (done !== 'success') return;
      selectable.returned.putBack(value, order);
      selectable.serve();
    }

    override describe({ source }: Selectable<unknown>): string {
      return source.name;
    }
  })();
}
