// A counting semaphore: first come, first served.

import { LinkedList } from './linked-list.ts';
import { count } from './numbers.ts';
import type { Wait } from './public.ts';
import { PendingWait, WaitKind } from './wait.ts';

export class Semaphore {
  readonly name: string;
  private permits: number;
  private readonly waiters = new LinkedList<PendingWait<Permit>>();

  /**
   * @param permits free at the start: an integer of at least 0, or Infinity
   * @throws UsageError for any other number
   */
  constructor(permits = 1, name = 'a semaphore') {
    this.name = name;
    this.permits = count(permits, 0, `the number of permits of ${name}`);
  }

  /** Number of free permits. */
  get free(): number {
    return this.permits;
  }

  /**
   * Waits for a permit.
   *
   *     using _ = yield* semaphore.acquire();
   */
  acquire(): Wait<Permit> {
    return new PendingWait(Semaphore.acquiring, this);
  }

  /** Takes a permit if one is free. Returns whether it did. */
  acquireNowait(): boolean {
    if (this.permits === 0) return false;
    this.permits -= 1;
    return true;
  }

  /** Returns a permit, to the first waiter if there is one. A holder of the Permit can dispose of that instead. */
  release(): void {
    const waiter = this.waiters.shift();
    if (waiter === null) this.permits += 1;
    else waiter.complete(new Permit(this));
  }

  private static readonly acquiring = new (class extends WaitKind<Permit, Semaphore> {
    override ready(semaphore: Semaphore): boolean {
      return semaphore.permits > 0;
    }

    override commit(wait: PendingWait<Permit>, semaphore: Semaphore): void {
      semaphore.permits -= 1;
      wait.succeed(new Permit(semaphore));
    }

    override register(wait: PendingWait<Permit>, semaphore: Semaphore): void {
      semaphore.waiters.push(wait);
    }

    override giveBack({ value: permit }: PendingWait<Permit>): void {
      permit[Symbol.dispose]();
    }

    override describe({ name }: Semaphore): string {
      return name;
    }
  })();
}

/** A permit that is held until disposed of. */
export class Permit implements Disposable {
  private semaphore: Semaphore | null;

  constructor(semaphore: Semaphore) {
    this.semaphore = semaphore;
  }

  /** Returns the permit. No effect the second time. */
  [Symbol.dispose](): void {
    const { semaphore } = this;
    this.semaphore = null;
    semaphore?.release();
  }
}
