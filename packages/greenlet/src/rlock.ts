// A lock that the greenlet which holds it can take again.

import { Chain } from './chain.ts';
import { current } from './current.ts';
import { Misuse } from './errors.ts';
import type { Greenlet } from './greenlet.ts';
import { Kind, Wait } from './wait.ts';

export class RLock {
  readonly name: string;
  private holder: Greenlet<unknown> | null = null;
  private depth = 0;
  private readonly waiters = new Chain<Wait<Disposable>>();
  private readonly held: Disposable = { [Symbol.dispose]: () => this.release() };

  constructor(name = 'a lock') {
    this.name = name;
  }

  /** Who holds it, null if nobody does. */
  get owner(): Greenlet<unknown> | null {
    return this.holder;
  }

  /**
   * Waits for the lock, unless the greenlet holds it already.
   *
   *     using _ = yield* lock.acquire();
   */
  acquire(): Wait<Disposable> {
    return new Wait(locking, this, current.greenlet);
  }

  /** Undoes one `acquire`. The last one hands the lock to the first who waits. @throws Misuse if another holds it */
  release(): void {
    if (this.holder === null || this.holder !== current.greenlet)
      throw new Misuse(
        `${this.name} is held by ${this.holder?.name ?? 'nobody'}: only its holder can release it`,
      );
    this.leave();
  }

  isFreeFor(greenlet: Greenlet<unknown> | null): boolean {
    return this.holder === null || this.holder === greenlet;
  }

  enter(greenlet: Greenlet<unknown>): Disposable {
    this.holder = greenlet;
    this.depth += 1;
    return this.held;
  }

  leave(): void {
    this.depth -= 1;
    if (this.depth > 0) return;
    this.holder = null;
    const waiter = this.waiters.shift();
    waiter?.complete(this.enter(waiter.item as Greenlet<unknown>));
  }

  /** Completes the wait with the lock when its turn comes. */
  addWaiter(wait: Wait<Disposable>): void {
    this.waiters.push(wait);
  }
}

class Locking extends Kind<Disposable, RLock, Greenlet<unknown>> {
  ready(lock: RLock): boolean {
    return lock.isFreeFor(current.greenlet);
  }

  commit(wait: Wait<Disposable>, lock: RLock, greenlet: Greenlet<unknown>): void {
    wait.succeed(lock.enter(greenlet));
  }

  enlist(wait: Wait<Disposable>, lock: RLock): void {
    lock.addWaiter(wait);
  }

  override giveBack(lock: RLock): void {
    lock.leave();
  }

  describe({ name }: RLock): string {
    return name;
  }
}

const locking = new Locking();
