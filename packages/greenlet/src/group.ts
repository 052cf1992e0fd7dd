// Greenlets that belong together: they are joined and killed together. A group forgets those that have ended.

import type { Body } from './coroutine.ts';
import { getHub } from './get-hub.ts';
import type { Greenlet } from './greenlet.ts';
import type { Hub } from './hub.ts';
import { joinall, killall } from './join.ts';
import type { Green, Wait } from './wait.ts';

export class Group implements Iterable<Greenlet<unknown>>, Disposable {
  private readonly hub: Hub;
  private readonly members = new Set<Greenlet<unknown>>();

  /** @param hub on which it spawns; the current one unless given */
  constructor(hub: Hub = getHub()) {
    this.hub = hub;
  }

  /** How many of its greenlets have not ended. */
  get size(): number {
    return this.members.size;
  }

  [Symbol.iterator](): Iterator<Greenlet<unknown>> {
    return this.members.values();
  }

  /** Starts a greenlet that belongs to the group. */
  spawn<T>(body: Body<T>, name?: string): Greenlet<T> {
    const greenlet = this.hub.spawn(body, name);
    this.add(greenlet);
    return greenlet;
  }

  /** From now on the greenlet belongs to the group. */
  add(greenlet: Greenlet<unknown>): void {
    this.members.add(greenlet);
    greenlet.whenEnded(() => this.members.delete(greenlet));
  }

  /** From now on the greenlet does not belong to the group. */
  discard(greenlet: Greenlet<unknown>): void {
    this.members.delete(greenlet);
  }

  /** Waits until all have ended, those too that join meanwhile; or raises the first error that one of them ends with. */
  *join(options: { readonly raiseError?: boolean } = {}): Green<void> {
    while (this.members.size > 0) yield* joinall(this.members, options);
  }

  /** Kills all of them at once, whether or not the result is waited for; `yield*` waits until they have ended. */
  kill(): Wait<Greenlet<unknown>[]> {
    return killall(this.members);
  }

  /** Does something with each item, all at the same time, and waits for all results. Raises the first error. */
  *map<T, R>(items: Iterable<T>, work: (item: T) => Green<R>): Green<R[]> {
    const greenlets = Array.from(items, (item) => this.spawn(work(item)));
    yield* joinall(greenlets, { raiseError: true });
    return greenlets.map((greenlet) => greenlet.result());
  }

  /** Kills all of them: a group can be a scope. */
  [Symbol.dispose](): void {
    this.kill();
  }
}
