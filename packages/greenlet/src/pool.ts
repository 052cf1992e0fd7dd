// A group of limited size: spawning waits for room.

import { UsageError } from './errors.ts';
import { getHub } from './get-hub.ts';
import type { GreenletTask } from './greenlet-task.ts';
import { Group } from './group.ts';
import { joinall } from './join.ts';
import type { Body, Green, Greenlet, Hub, Wait } from './public.ts';
import { Semaphore } from './semaphore.ts';

export class Pool implements Iterable<Greenlet<unknown>>, Disposable {
  private readonly group: Group;
  private readonly room: Semaphore;

  /** @throws UsageError if the size is below 1 */
  constructor(size: number, hub: Hub = getHub()) {
    if (!(size >= 1)) throw new UsageError(`a pool can't be of size ${size}: give at least 1`);
    this.group = new Group(hub);
    this.room = new Semaphore(size, 'room in a pool');
  }

  /** Number of its greenlets, all of which have not ended. */
  get size(): number {
    return this.group.size;
  }

  /** Number of greenlets it has room for. */
  get free(): number {
    return this.room.free;
  }

  [Symbol.iterator](): Iterator<Greenlet<unknown>> {
    return this.group[Symbol.iterator]();
  }

  /** Waits for room and starts a greenlet. */
  *spawn<T>(body: Body<T>, name?: string): Green<Greenlet<T>> {
    const permit = yield* this.room.acquire();
    const greenlet = this.group.spawn(body, name);
    (greenlet as GreenletTask<T>).whenEnded(() => permit[Symbol.dispose]());
    return greenlet;
  }

  /** As Group's. */
  join(options: { readonly raiseError?: boolean } = {}): Green<void> {
    return this.group.join(options);
  }

  /** As Group's. */
  kill(): Wait<Greenlet<unknown>[]> {
    return this.group.kill();
  }

  /** Runs `work` for each item, as many at a time as it has room for, and returns all results in the order of the items. Raises the first error. */
  *map<T, R>(items: Iterable<T>, work: (item: T) => Green<R>): Green<R[]> {
    const greenlets: Greenlet<R>[] = [];
    for (const item of items) greenlets.push(yield* this.spawn(work(item)));
    yield* joinall(greenlets, { raiseError: true });
    return greenlets.map((greenlet) => (greenlet as GreenletTask<R>).result());
  }

  [Symbol.dispose](): void {
    this.kill();
  }
}
