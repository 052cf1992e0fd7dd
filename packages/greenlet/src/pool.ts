// A group of at most so many greenlets: who spawns one more waits until another has ended.

import type { Body } from './coroutine.ts';
import { Misuse } from './errors.ts';
import { getHub } from './get-hub.ts';
import type { Greenlet } from './greenlet.ts';
import { Group } from './group.ts';
import type { Hub } from './hub.ts';
import { joinall } from './join.ts';
import { Semaphore } from './semaphore.ts';
import type { Green, Wait } from './wait.ts';

export class Pool implements Iterable<Greenlet<unknown>>, Disposable {
  private readonly group: Group;
  private readonly room: Semaphore;

  /** @throws Misuse if it is to hold less than one */
  constructor(size: number, hub: Hub = getHub()) {
    if (!(size >= 1)) throw new Misuse(`a pool can't be of size ${size}: nothing could run in it`);
    this.group = new Group(hub);
    this.room = new Semaphore(size, 'room in a pool');
  }

  /** How many of its greenlets have not ended. */
  get size(): number {
    return this.group.size;
  }

  /** How many more it can hold. */
  get free(): number {
    return this.room.free;
  }

  [Symbol.iterator](): Iterator<Greenlet<unknown>> {
    return this.group[Symbol.iterator]();
  }

  /** Waits for room, and starts a greenlet there. */
  *spawn<T>(body: Body<T>, name?: string): Green<Greenlet<T>> {
    const permit = yield* this.room.acquire();
    const greenlet = this.group.spawn(body, name);
    greenlet.whenEnded(() => permit[Symbol.dispose]());
    return greenlet;
  }

  /** As a group's. */
  join(options: { readonly raiseError?: boolean } = {}): Green<void> {
    return this.group.join(options);
  }

  /** As a group's. */
  kill(): Wait<Greenlet<unknown>[]> {
    return this.group.kill();
  }

  /** Does something with each item, so many at a time, and waits for all results. Raises the first error. */
  *map<T, R>(items: Iterable<T>, work: (item: T) => Green<R>): Green<R[]> {
    const greenlets: Greenlet<R>[] = [];
    for (const item of items) greenlets.push(yield* this.spawn(work(item)));
    yield* joinall(greenlets, { raiseError: true });
    return greenlets.map((greenlet) => greenlet.result());
  }

  [Symbol.dispose](): void {
    this.kill();
  }
}
