// Greenlets that are joined and killed together. A group forgets those that have ended.

import { getHub } from './get-hub.ts';
import type { GreenletTask } from './greenlet-task.ts';
import { type GroupJoin, newGroupJoin } from './group-join.ts';
import { joinall, killall } from './join.ts';
import type { Body, Green, Greenlet, Hub, OptionalWait, Wait } from './public.ts';
import type { PendingWait } from './wait.ts';

export class Group implements Iterable<Greenlet<unknown>>, Disposable {
  private readonly hub: Hub;
  /** Each member, and the wait for its end. */
  private readonly members = new Map<Greenlet<unknown>, PendingWait<void>>();
  private readonly joins = new Set<GroupJoin>();

  /** @param hub where it spawns; the current one unless given */
  constructor(hub: Hub = getHub()) {
    this.hub = hub;
  }

  /** Number of members, all of which have not ended. */
  get size(): number {
    return this.members.size;
  }

  [Symbol.iterator](): Iterator<Greenlet<unknown>> {
    return this.members.keys();
  }

  /** Starts a greenlet as a member. */
  spawn<T>(body: Body<T>, name?: string): Greenlet<T> {
    const greenlet = this.hub.spawn(body, name);
    this.add(greenlet);
    return greenlet;
  }

  /** Makes a greenlet a member, unless it has ended. */
  add(greenlet: Greenlet<unknown>): void {
    if (greenlet.ready || this.members.has(greenlet)) return;
    const task = greenlet as GreenletTask<unknown>;
    this.members.set(
      greenlet,
      task.whenEnded(() => this.memberEnded(task)),
    );
  }

  /** Removes a member, which keeps running. */
  discard(greenlet: Greenlet<unknown>): void {
    this.members.get(greenlet)?.cancel();
    this.members.delete(greenlet);
    for (const join of this.joins) join.memberLeft();
  }

  /**
   * Waits for all members to end, including those added meanwhile; with `raiseError`, raises the first error instead as soon as
   * a member fails. Errors that are not raised here are reported, as those of greenlets that are not joined.
   */
  join({ raiseError = false }: { readonly raiseError?: boolean } = {}): Wait<true> {
    return newGroupJoin(this.members, this.joins, raiseError);
  }

  /** Kills all members, whether or not the result is waited for; `yield*` waits for all of them to end. */
  kill(): OptionalWait<Greenlet<unknown>[]> {
    return killall(this.members.keys());
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

  private memberEnded(task: GreenletTask<unknown>): void {
    this.members.delete(task);
    for (const join of this.joins) join.memberLeft(task);
  }
}
