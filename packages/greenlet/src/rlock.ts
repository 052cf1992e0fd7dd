// A reentrant lock.

import { current, type RunningGreenlet } from './current.ts';
import { UsageError } from './errors.ts';
import { LinkedList } from './linked-list.ts';
import type { Greenlet, Wait } from './public.ts';
import { PendingWait, WaitKind } from './wait.ts';

export class RLock {
  readonly name: string;
  private holder: RunningGreenlet | null = null;
  private depth = 0;
  private readonly waiters = new LinkedList<PendingWait<Disposable>>();
  private readonly held: Disposable = { [Symbol.dispose]: () => this.release() };

  constructor(name = 'a lock') {
    this.name = name;
  }

  /** The greenlet that holds it; null if it is free. */
  get owner(): Greenlet<unknown> | null {
    return this.holder as Greenlet<unknown> | null;
  }

  /**
   * Waits for the lock, unless the greenlet holds it already.
   *
   *     using _ = yield* lock.acquire();
   */
  acquire(): Wait<Disposable> {
    return new PendingWait(RLock.acquiring, this, current.greenlet);
  }

  /** Undoes one `acquire`. The last one passes the lock to the first waiter. @throws UsageError if another holds it */
  release(): void {
    if (this.holder === null || this.holder !== current.greenlet)
      throw new UsageError(
        `${this.name} is held by ${this.holder?.name ?? 'nobody'}: only its holder can release it`,
      );
    this.exit();
  }

  private enter(greenlet: RunningGreenlet): Disposable {
    this.holder = greenlet;
    this.depth += 1;
    return this.held;
  }

  private exit(): void {
    this.depth -= 1;
    if (this.depth > 0) return;
    this.holder = null;
    const waiter = this.waiters.shift();
    waiter?.complete(this.enter(waiter.item as RunningGreenlet));
  }

  private static readonly acquiring = new (class extends WaitKind<Disposable, RLock, RunningGreenlet> {
    override ready({ holder }: RLock): boolean {
      return holder === null || holder === current.greenlet;
    }

    override commit(wait: PendingWait<Disposable>, lock: RLock, greenlet: RunningGreenlet): void {
      wait.succeed(lock.enter(greenlet));
    }

    override register(wait: PendingWait<Disposable>, lock: RLock): void {
      lock.waiters.push(wait);
    }

    override giveBack(lock: RLock): void {
      lock.exit();
    }

    override describe({ name }: RLock): string {
      return name;
    }
  })();
}
