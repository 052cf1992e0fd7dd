// A group of limited size: spawning waits for room.

import { Event } from './event.ts';
import { getHub } from './get-hub.ts';
import type { GreenletTask } from './greenlet-task.ts';
import { Group } from './group.ts';
import { joinall } from './join.ts';
import { LinkedList } from './linked-list.ts';
import { count } from './numbers.ts';
import type { Body, Green, Greenlet, Hub, OptionalWait, Wait } from './public.ts';
import { select } from './select.ts';
import { PendingWait, WaitKind } from './wait.ts';

interface Order {
  readonly body: Body<unknown>;
  readonly name: string | undefined;
}

export class Pool implements Iterable<Greenlet<unknown>>, Disposable {
  private readonly group: Group;
  private room: number;
  private readonly waiters = new LinkedList<PendingWait<Greenlet<unknown>>>();

  /**
   * @param size an integer of at least 1, or Infinity
   * @throws UsageError for any other size
   */
  constructor(size: number, hub: Hub = getHub()) {
    this.room = count(size, 1, 'the size of a pool');
    this.group = new Group(hub);
  }

  /** Number of its greenlets, all of which have not ended. */
  get size(): number {
    return this.group.size;
  }

  /** Number of greenlets it has room for. */
  get free(): number {
    return this.room;
  }

  [Symbol.iterator](): Iterator<Greenlet<unknown>> {
    return this.group[Symbol.iterator]();
  }

  /** Waits for room and starts a greenlet. If the wait times out or loses a select, the body never runs. */
  spawn<T>(body: Body<T>, name?: string): Wait<Greenlet<T>> {
    return new PendingWait(Pool.spawning, this, { body, name }) as Wait<unknown> as Wait<Greenlet<T>>;
  }

  /** As Group's. */
  join(options: { readonly raiseError?: boolean } = {}): Wait<true> {
    return this.group.join(options);
  }

  /** As Group's. */
  kill(): OptionalWait<Greenlet<unknown>[]> {
    return this.group.kill();
  }

  /**
   * Runs `work` for each item, as many at a time as there is room for, and returns all results in the order of the items.
   * Raises the first error, and then starts no more.
   */
  *map<T, R>(items: Iterable<T>, work: (item: T) => Green<R>): Green<R[]> {
    const failure = new Event('a failure');
    const greenlets: GreenletTask<R>[] = [];
    try {
      for (const item of items) {
        const next = yield* select({ spawned: this.spawn(() => work(item)), failed: failure.wait() });
        if (next.case === 'failed') break;
        greenlets.push(watched(next.value, failure));
      }
      yield* joinall(greenlets, { raiseError: true });
      return greenlets.map((greenlet) => greenlet.result());
    } finally {
      for (const greenlet of greenlets) greenlet.ignore();
    }
  }

  [Symbol.dispose](): void {
    this.kill();
  }

  private start({ body, name }: Order): Greenlet<unknown> {
    const greenlet = this.group.spawn(body, name) as GreenletTask<unknown>;
    this.room -= 1;
    greenlet.whenEnded(() => {
      this.room += 1;
      this.waiters.shift()?.finish();
    });
    return greenlet;
  }

  private static readonly spawning = new (class extends WaitKind<Greenlet<unknown>, Pool, Order> {
    override ready({ room }: Pool): boolean {
      return room > 0;
    }

    override commit(wait: PendingWait<Greenlet<unknown>>, pool: Pool, order: Order): void {
      try {
        wait.succeed(pool.start(order));
      } catch (error) {
        wait.fail(error);
      }
    }

    override register(wait: PendingWait<Greenlet<unknown>>, pool: Pool): void {
      pool.waiters.push(wait);
    }

    override describe(): string {
      return 'room in a pool';
    }
  })();
}

/** The greenlet, whose error counts as asked for, and sets the event. */
function watched<R>(greenlet: Greenlet<R>, failure: Event): GreenletTask<R> {
  const task = greenlet as GreenletTask<R>;
  task.observe();
  task.whenEnded(() => {
    if (!task.successful) failure.set();
  });
  return task;
}
