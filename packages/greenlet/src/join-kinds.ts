// The WaitKinds of `joinall` and `wait`. Each instance serves one call.

import type { GreenletTask } from './greenlet-task.ts';
import type { Wait } from './public.ts';
import type { Scheduler } from './scheduler.ts';
import { type PendingWait, type Waiter, WaitKind } from './wait.ts';

type Task = GreenletTask<unknown>;

/**
 * Waits for one greenlet at a time, the last in the list that has not ended: they mostly end in order, and then that is the only
 * wait.
 */
export class JoinAll extends WaitKind<Task[], null> implements Waiter {
  private readonly greenlets: Task[];
  /** All from this index on have ended. */
  private left: number;
  private wait: PendingWait<Task[]> | null = null;
  private end: PendingWait<void> | null = null;

  /** @param greenlets a list of its own */
  constructor(greenlets: Task[]) {
    super();
    this.greenlets = greenlets;
    this.left = greenlets.length;
  }

  get hub(): Scheduler {
    return this.wait!.hub;
  }

  override ready(): boolean {
    const { greenlets } = this;
    while (this.left > 0 && greenlets[this.left - 1]!.ready) this.left -= 1;
    return this.left === 0;
  }

  override commit(wait: PendingWait<Task[]>): void {
    if (this.wait === null) this.observeAll();
    if (!areInOrder(this.greenlets)) this.greenlets.sort(byEnd);
    wait.succeed(this.greenlets);
  }

  override register(wait: PendingWait<Task[]>): void {
    this.wait = wait;
    this.observeAll();
    this.joinNext();
  }

  woken(): void {
    if (this.ready()) this.wait!.finish();
    else this.joinNext();
  }

  override cancel(): void {
    this.end!.cancel();
    for (const greenlet of this.greenlets) greenlet.ignore();
  }

  override giveBack(): void {
    for (const greenlet of this.greenlets) greenlet.ignore();
  }

  override describe(): string {
    const missing = this.greenlets.filter((greenlet) => !greenlet.ready);
    return `the end of ${missing.map(({ name }) => name).join(' and ')}`;
  }

  private observeAll(): void {
    for (const greenlet of this.greenlets) greenlet.observe();
  }

  private joinNext(): void {
    this.end = this.greenlets[this.left - 1]!.notice();
    this.end.park(this);
  }
}

function areInOrder(greenlets: readonly Task[]): boolean {
  for (let i = 1; i < greenlets.length; i += 1)
    if (greenlets[i]!.endedAs < greenlets[i - 1]!.endedAs) return false;
  return true;
}

/** A greenlet, an event or a result. */
export type WaitSubject = { readonly ready: boolean } & (
  | { notice(): Wait<void> }
  | { wait(): Wait<unknown> }
);

/** Waits for each and counts. */
export class WaitSome<W extends WaitSubject> extends WaitKind<W[], null> {
  private readonly objects: readonly W[];
  private readonly count: number;
  /** The ready ones, in the order in which they became so. */
  protected found: W[] = [];
  private wait: PendingWait<W[]> | null = null;
  private waits: PendingWait<unknown>[] = [];

  constructor(objects: readonly W[], count: number) {
    super();
    this.objects = objects;
    this.count = Math.min(count, objects.length);
  }

  override ready(): boolean {
    this.found = this.objects
      .filter(({ ready }) => ready)
      .sort(byEnd)
      .slice(0, this.count);
    return this.isEnough();
  }

  override commit(wait: PendingWait<W[]>): void {
    for (const object of this.found) if ('observe' in object) (object as unknown as Task).observe();
    wait.succeed(this.found);
  }

  override giveBack(): void {
    for (const object of this.found) if ('ignore' in object) (object as unknown as Task).ignore();
  }

  override register(wait: PendingWait<W[]>): void {
    this.wait = wait;
    for (const object of this.objects) if (!object.ready) this.waitFor(object, wait.hub);
  }

  override cancel(): void {
    for (const wait of this.waits) wait.cancel();
  }

  override describe(): string {
    const missing = this.waits.filter(({ done }) => !done).map((wait) => wait.describe());
    return `${this.count - this.found.length} of ${missing.join(', ')}`;
  }

  protected isEnough(): boolean {
    return this.found.length >= this.count;
  }

  private waitFor(object: W, hub: Scheduler): void {
    const wait = ('notice' in object ? object.notice() : object.wait()) as PendingWait<unknown>;
    this.waits.push(wait);
    wait.park({ hub, woken: () => this.add(object) });
  }

  protected add(object: W): void {
    this.found.push(object);
    if (!this.isEnough()) return;
    this.cancel();
    this.wait!.finish();
  }
}

/** Counts greenlets; optionally the first failure is enough, and raised. */
export class JoinSome extends WaitSome<Task> {
  private readonly raiseError: boolean;
  private failed: Task | null = null;

  constructor(greenlets: readonly Task[], count: number, raiseError: boolean) {
    super(greenlets, count);
    this.raiseError = raiseError;
  }

  override ready(): boolean {
    const isReady = super.ready();
    if (this.raiseError) this.failed = this.found.find(hasFailed) ?? null;
    return isReady || this.failed !== null;
  }

  /** Only the error that is raised counts as asked for; or else those of all greenlets returned. */
  override commit(wait: PendingWait<Task[]>): void {
    if (this.failed === null) return super.commit(wait);
    this.failed.observe();
    wait.fail(this.failed.error);
  }

  override giveBack(): void {
    if (this.failed === null) super.giveBack();
    else this.failed.ignore();
  }

  protected override add(greenlet: Task): void {
    if (this.raiseError && hasFailed(greenlet)) this.failed ??= greenlet;
    super.add(greenlet);
  }

  protected override isEnough(): boolean {
    return this.failed !== null || super.isEnough();
  }
}

function hasFailed({ ready, successful }: Task): boolean {
  return ready && !successful;
}

/** Events and results, which have no end, come first. */
function byEnd(a: object, b: object): number {
  return endOf(a) - endOf(b);
}

function endOf(object: object): number {
  return 'endedAs' in object ? (object.endedAs as number) : 0;
}
