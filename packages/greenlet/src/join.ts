// Waiting for many at once: for greenlets to end, and for whatever else gets ready.

import type { AsyncResult } from './async-result.ts';
import type { Event } from './event.ts';
import type { Greenlet } from './greenlet.ts';
import type { Hub } from './hub.ts';
import { Kind, Wait, type Waiter } from './wait.ts';

export interface JoinOptions {
  /** Waits for so many of them only; for all unless given. */
  readonly count?: number;
  /** Raises the first error that one of them ends with, as soon as it does. */
  readonly raiseError?: boolean;
}

/** What `wait` can wait for. */
export type Waitable = Greenlet<unknown> | Event | AsyncResult<unknown>;

/** Waits until the greenlets have ended, and gives those that have, in the order in which they did. */
export function joinall<T>(greenlets: Iterable<Greenlet<T>>, options: JoinOptions = {}): Wait<Greenlet<T>[]> {
  const all = Array.from(greenlets);
  const { count = all.length, raiseError = false } = options;
  const simple = count >= all.length && !raiseError;
  return new Wait(simple ? new JoiningAll(all) : new JoiningSome(all, count, raiseError), null);
}

/** Kills the greenlets at once, whether or not the result is waited for; `yield*` waits until all of them have ended. */
export function killall<T>(greenlets: Iterable<Greenlet<T>>): Wait<Greenlet<T>[]> {
  const all = Array.from(greenlets);
  for (const greenlet of all) greenlet.kill();
  return joinall(all);
}

/** Waits until the objects, or the first `count` of them, are ready, and gives those, in the order in which they were. */
export function wait<W extends Waitable>(
  objects: Iterable<W>,
  options: { readonly count?: number } = {},
): Wait<W[]> {
  const all = Array.from(objects);
  return new Wait(new Gathering(all, options.count ?? all.length), null);
}

/** Waits for one after the other, because when each has ended all have. */
class JoiningAll<T> extends Kind<Greenlet<T>[], null> implements Waiter {
  private readonly greenlets: readonly Greenlet<T>[];
  /** All before this one have ended: one after the other, often, and then need not be sorted. */
  private position = 0;
  private inOrder = true;
  private latestEnd = 0;
  private wait: Wait<Greenlet<T>[]> | null = null;
  private join: Wait<Greenlet<T>> | null = null;

  constructor(greenlets: readonly Greenlet<T>[]) {
    super();
    this.greenlets = greenlets;
  }

  get hub(): Hub {
    return this.wait!.hub;
  }

  ready(): boolean {
    const { greenlets } = this;
    for (; this.position < greenlets.length; this.position += 1) {
      const { endedAs } = greenlets[this.position]!;
      if (endedAs === 0) return false;
      if (endedAs < this.latestEnd) this.inOrder = false;
      this.latestEnd = endedAs;
    }
    return true;
  }

  commit(wait: Wait<Greenlet<T>[]>): void {
    if (this.wait === null) this.observeAll();
    wait.succeed(this.inOrder ? [...this.greenlets] : this.greenlets.toSorted(byEnd));
  }

  enlist(wait: Wait<Greenlet<T>[]>): void {
    this.wait = wait;
    this.observeAll();
    this.joinNext();
  }

  woken(): void {
    if (this.ready()) this.wait!.finish();
    else this.joinNext();
  }

  override withdraw(): void {
    this.join!.withdraw();
    for (const greenlet of this.greenlets) greenlet.ignore();
  }

  describe(): string {
    const missing = this.greenlets.filter((greenlet) => !greenlet.ready);
    return `the end of ${missing.map(({ name }) => name).join(' and ')}`;
  }

  private observeAll(): void {
    for (const greenlet of this.greenlets) greenlet.observe();
  }

  private joinNext(): void {
    this.join = this.greenlets[this.position]!.join();
    this.join.park(this);
  }
}

/** Waits for each, and counts. */
class Gathering<W extends Waitable> extends Kind<W[], null> {
  protected readonly objects: readonly W[];
  private readonly count: number;
  /** Those that are ready, in the order in which they became so. */
  protected gathered: W[] = [];
  private wait: Wait<W[]> | null = null;
  private waits: Wait<unknown>[] = [];

  constructor(objects: readonly W[], count: number) {
    super();
    this.objects = objects;
    this.count = Math.min(count, objects.length);
  }

  ready(): boolean {
    this.gathered = this.objects
      .filter(({ ready }) => ready)
      .sort(byEnd)
      .slice(0, this.count);
    return this.isEnough();
  }

  commit(wait: Wait<W[]>): void {
    for (const object of this.gathered) if ('observe' in object) object.observe();
    wait.succeed(this.gathered);
  }

  enlist(wait: Wait<W[]>): void {
    this.wait = wait;
    for (const object of this.objects) if (!object.ready) this.waitFor(object, wait.hub);
  }

  override withdraw(): void {
    for (const wait of this.waits) wait.withdraw();
  }

  describe(): string {
    const missing = this.waits.filter(({ done }) => !done).map((wait) => wait.describe());
    return `${this.count - this.gathered.length} of ${missing.join(', ')}`;
  }

  protected isEnough(): boolean {
    return this.gathered.length >= this.count;
  }

  private waitFor(object: W, hub: Hub): void {
    const wait = 'join' in object ? object.join() : object.wait();
    this.waits.push(wait);
    wait.park({ hub, woken: () => this.gather(object) });
  }

  private gather(object: W): void {
    this.gathered.push(object);
    if (!this.isEnough()) return;
    this.withdraw();
    this.wait!.finish();
  }
}

class JoiningSome<T> extends Gathering<Greenlet<T>> {
  private readonly raiseError: boolean;

  constructor(greenlets: readonly Greenlet<T>[], count: number, raiseError: boolean) {
    super(greenlets, count);
    this.raiseError = raiseError;
  }

  override commit(wait: Wait<Greenlet<T>[]>): void {
    super.commit(wait);
    const failed = this.raiseError ? this.gathered.find(hasFailed) : undefined;
    if (failed !== undefined) wait.fail(failed.error);
  }

  protected override isEnough(): boolean {
    return super.isEnough() || (this.raiseError && this.gathered.some(hasFailed));
  }
}

function hasFailed({ ready, successful }: Greenlet<unknown>): boolean {
  return ready && !successful;
}

/** Things that don't end come first. */
function byEnd(a: Waitable, b: Waitable): number {
  return endOf(a) - endOf(b);
}

function endOf(object: Waitable): number {
  return 'endedAs' in object ? object.endedAs : 0;
}
