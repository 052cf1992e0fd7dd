// The greenlet as others use it: join, result, links, kill, promise.

import { onAbort } from './abort-state.ts';
import { Callback } from './callback.ts';
import { Coroutine } from './coroutine.ts';
import { get, join, notice } from './end-wait.ts';
import { GreenletExit } from './errors.ts';
import { LinkedList } from './linked-list.ts';
import type { AbortSignalLike, Body, Greenlet, OptionalWait, Wait } from './public.ts';
import type { Scheduler } from './scheduler.ts';
import { finishAll, PendingWait } from './wait.ts';

/** Greenlets that have ended, in this process. */
let endedCount = 0;

export class GreenletTask<T> extends Coroutine<T> implements Greenlet<T> {
  // Assigned in the constructor, which is faster than field initialisers.
  /** Position in the order in which all greenlets ended; 0 until then. */
  declare endedAs: number;
  /** Number of observers: those that have asked how it ended, or will be notified. */
  declare private observers: number;
  /** Waits for its end. */
  declare private links: LinkedList<PendingWait<unknown>> | null;
  /** The promise given to callers. A field, because each key of a WeakMap costs the garbage collector more than the greenlet itself. */
  declare private promise: Promise<T> | null;

  constructor(hub: Scheduler, body: Body<T>, name?: string) {
    super(hub, body, name);
    this.endedAs = 0;
    this.observers = 0;
    this.links = null;
    this.promise = null;
  }

  get ready(): boolean {
    return this.endedAs > 0;
  }

  get successful(): boolean {
    return this.state === 'returned' || this.state === 'killed';
  }

  get value(): T | undefined {
    return this.state === 'returned' ? (this.outcome as T) : undefined;
  }

  get error(): unknown {
    return this.state === 'failed' ? this.outcome : undefined;
  }

  join(): Wait<this> {
    return new PendingWait(join, this) as PendingWait<unknown> as Wait<this>;
  }

  get(): Wait<T> {
    return new PendingWait(get, this) as Wait<T>;
  }

  toPromise(): Promise<T> {
    if (this.promise !== null) return this.promise;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.promise = promise;
    this.awaitOutside(() => {
      if (this.state === 'returned') resolve(this.outcome as T);
      else reject(this.failure());
    });
    return promise;
  }

  /** Marks it as awaited by code outside until its end: LoopExit is raised in it on a deadlock. */
  awaitOutside(callback: () => void): void {
    const { hub } = this;
    hub.awaited.add(this);
    this.observe();
    this.whenEnded(() => {
      hub.awaited.delete(this);
      callback();
    });
  }

  link(callback: (greenlet: this) => void): Disposable {
    const { hub } = this;
    let open = true;
    const call = new Callback(hub, () => {
      open = false;
      callback(this);
    });
    this.observe();
    const end = this.whenEnded(() => hub.schedule(call));
    return {
      [Symbol.dispose]: () => {
        if (!open) return;
        open = false;
        end.cancel();
        call[Symbol.dispose]();
        this.ignore();
      },
    };
  }

  kill(): OptionalWait<this> {
    this.requestKill();
    return (this.join() as PendingWait<this>).optional();
  }

  killOn(signal: AbortSignalLike): this {
    const listener = onAbort(signal, () => void this.requestKill());
    this.whenEnded(() => listener[Symbol.dispose]());
    return this;
  }

  get isObserved(): boolean {
    return this.observers > 0;
  }

  /** Adds an observer of how it ended. */
  observe(): void {
    this.observers += 1;
  }

  /** Undoes `observe`. */
  ignore(): void {
    this.observers -= 1;
    this.reportError();
  }

  /** A wait for its end that does not count as asking for its error. */
  notice(): PendingWait<void> {
    return new PendingWait(notice, this);
  }

  /** Calls back at the moment of its end, or at once if it has ended. */
  whenEnded(callback: () => void): PendingWait<void> {
    const end = this.notice();
    if (this.ready) callback();
    else end.park({ hub: this.hub, woken: callback });
    return end;
  }

  addLink(wait: PendingWait<unknown>): void {
    this.links ??= new LinkedList();
    this.links.push(wait);
  }

  /** @throws the error it failed with, or GreenletExit */
  result(): T {
    if (this.state === 'returned') return this.outcome as T;
    throw this.failure();
  }

  protected override hasEnded(): boolean {
    return this.endedAs > 0;
  }

  protected override onEnd(): void {
    const { links } = this;
    endedCount += 1;
    this.endedAs = endedCount;
    this.links = null;
    if (links !== null) finishAll(links);
    this.reportError();
  }

  private failure(): unknown {
    if (this.state === 'failed') return this.outcome;
    return new GreenletExit(`${this.name} was killed: it has no result`);
  }

  private reportError(): void {
    if (this.state === 'failed' && this.observers === 0) this.hub.reportUnlessObserved(this);
  }
}
