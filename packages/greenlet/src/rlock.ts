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
   *
   * Disposing of the result releases the lock from anywhere, a callback too, once.
   */
  acquire(): Wait<Disposable> {
    return new PendingWait(RLock.acquiring, this);
  }

  /**
   * Undoes one `acquire` of the greenlet. The last one passes the lock to the first waiter.
   * @throws UsageError if the greenlet does not hold it
   */
  release(): void {
    if (this.holder === null || this.holder !== current.greenlet)
      throw new UsageError(
        `${this.name} is held by ${this.holder?.name ?? 'no greenlet'}: only its holder can release it`,
      );
    this.exit();
  }

  private enter(greenlet: RunningGreenlet): Disposable {
    this.holder = greenlet;
    this.depth += 1;
    return this.heldOnce();
  }

  private heldOnce(): Disposable {
    let held = true;
    return {
      [Symbol.dispose]: () => {
        if (held) this.exit();
        held = false;
      },
    };
  }

  private exit(): void {
    this.depth -= 1;
    if (this.depth > 0) return;
    this.holder = null;
    const waiter = this.waiters.shift();
    waiter?.complete(this.enter(waiter.item as RunningGreenlet));
  }

  private static readonly acquiring = new (class extends WaitKind<Disposable, RLock> {
    override ready({ holder }: RLock): boolean {
      return holder === null || holder === current.greenlet;
    }

    override commit(wait: PendingWait<Disposable>, lock: RLock): void {
      wait.succeed(lock.enter(current.greenlet!));
    }

    override register(wait: PendingWait<Disposable>, lock: RLock): void {
      wait.bring(current.greenlet);
      lock.waiters.push(wait);
    }

    override giveBack({ value: held }: PendingWait<Disposable>): void {
      held[Symbol.dispose]();
    }

    override describe({ name, holder }: RLock): string {
      return holder === null ? name : `${name}, held by ${holder.name}`;
    }
  })();
}
