// A number of permits, handed out first come, first served.

import { Chain } from './chain.ts';
import { Misuse } from './errors.ts';
import { Kind, Wait } from './wait.ts';

export class Semaphore {
  readonly name: string;
  private permits: number;
  private readonly waiters = new Chain<Wait<Permit>>();

  /** @throws Misuse if the number of permits is negative */
  constructor(permits = 1, name = 'a semaphore') {
    if (!(permits >= 0)) throw new Misuse(`${name} can't have ${permits} permits`);
    this.name = name;
    this.permits = permits;
  }

  /** How many permits are free. */
  get free(): number {
    return this.permits;
  }

  /**
   * Waits for a permit.
   *
   *     using _ = yield* semaphore.acquire();
   */
  acquire(): Wait<Permit> {
    return new Wait(acquiring, this);
  }

  /** Takes a permit if one is free, and says whether it did. */
  acquireNowait(): boolean {
    if (this.permits === 0) return false;
    this.permits -= 1;
    return true;
  }

  /** Hands a permit to the first who waits, or keeps it. Whoever holds the permit itself can dispose of that instead. */
  release(): void {
    const waiter = this.waiters.shift();
    if (waiter === null) this.permits += 1;
    else waiter.complete(new Permit(this));
  }

  /** Completes the wait with a permit when its turn comes. */
  addWaiter(wait: Wait<Permit>): void {
    this.waiters.push(wait);
  }
}

/** What is held, until it is disposed of. */
export class Permit implements Disposable {
  private semaphore: Semaphore | null;

  constructor(semaphore: Semaphore) {
    this.semaphore = semaphore;
  }

  /** Gives it back. Doing so again does nothing. */
  [Symbol.dispose](): void {
    const { semaphore } = this;
    this.semaphore = null;
    semaphore?.release();
  }
}

class Acquiring extends Kind<Permit, Semaphore> {
  ready(semaphore: Semaphore): boolean {
    return semaphore.free > 0;
  }

  commit(wait: Wait<Permit>, semaphore: Semaphore): void {
    semaphore.acquireNowait();
    wait.succeed(new Permit(semaphore));
  }

  enlist(wait: Wait<Permit>, semaphore: Semaphore): void {
    semaphore.addWaiter(wait);
  }

  override giveBack(_semaphore: Semaphore, permit: Permit): void {
    permit[Symbol.dispose]();
  }

  describe({ name }: Semaphore): string {
    return name;
  }
}

const acquiring = new Acquiring();
