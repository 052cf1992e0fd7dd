// Greenlets that are joined and killed together. A group forgets those that have ended.

import { getHub } from './get-hub.ts';
import type { GreenletTask } from './greenlet-task.ts';
import { joinall, killall } from './join.ts';
import type { Body, Green, Greenlet, Hub, Wait } from './public.ts';

export class Group implements Iterable<Greenlet<unknown>>, Disposable {
  private readonly hub: Hub;
  private readonly members = new Set<Greenlet<unknown>>();

  /** @param hub where it spawns; the current one unless given */
  constructor(hub: Hub = getHub()) {
    this.hub = hub;
  }

  /** Number of members, all of which have not ended. */
  get size(): number {
    return this.members.size;
  }

  [Symbol.iterator](): Iterator<Greenlet<unknown>> {
    return this.members.values();
  }

  /** Starts a greenlet as a member. */
  spawn<T>(body: Body<T>, name?: string): Greenlet<T> {
    const greenlet = this.hub.spawn(body, name);
    this.add(greenlet);
    return greenlet;
  }

  /** Makes a greenlet a member. */
  add(greenlet: Greenlet<unknown>): void {
    this.members.add(greenlet);
    (greenlet as GreenletTask<unknown>).whenEnded(() => this.members.delete(greenlet));
  }

  /** Removes a member, which keeps running. */
  discard(greenlet: Greenlet<unknown>): void {
    this.members.delete(greenlet);
  }

  /** Waits for all members to end, including those added meanwhile; optionally raises the first error instead. */
  *join(options: { readonly raiseError?: boolean } = {}): Green<void> {
    while (this.members.size > 0) yield* joinall(this.members, options);
  }

  /** Kills all members, whether or not the result is waited for; `yield*` waits for all of them to end. */
  kill(): Wait<Greenlet<unknown>[]> {
    return killall(this.members);
  }

  /** Runs `work` for each item concurrently and returns all results in the order of the items. Raises the first error. */
  *map<T, R>(items: Iterable<T>, work: (item: T) => Green<R>): Green<R[]> {
    const greenlets = Array.from(items, (item) => this.spawn(work(item)));
    yield* joinall(greenlets, { raiseError: true });
    return greenlets.map((greenlet) => (greenlet as GreenletTask<R>).result());
  }

  /** Kills all members: a group can be a scope. */
  [Symbol.dispose](): void {
    this.kill();
  }
}
