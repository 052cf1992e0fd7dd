// A greenlet as others see it: it is started, joined, asked for its result, linked, killed, and handed out as a promise.

import { Callback } from './callback.ts';
import { Chain } from './chain.ts';
import { type Body, Coroutine } from './coroutine.ts';
import { getting, joining, noticing } from './ending.ts';
import { GreenletExit } from './errors.ts';
import type { Hub } from './hub.ts';
import { finishAll, Wait } from './wait.ts';

/** How many greenlets have ended. */
let ended = 0;

export class Greenlet<T> extends Coroutine<T> {
  // Assigned in the constructor, which is faster than to initialise them here.
  /** Its place in the order in which all greenlets ended; 0 while it has not. */
  declare endedAs: number;
  /** How many have asked, or will be told, how it ended. */
  declare private observers: number;
  /** Waits for its end. */
  declare private links: Chain<Wait<unknown>> | null;

  /** Makes a greenlet that does not run before it is started. Most callers want `spawn`. */
  constructor(hub: Hub, body: Body<T>, name?: string) {
    super(hub, body, name);
    this.endedAs = 0;
    this.observers = 0;
    this.links = null;
  }

  /** Whether it has ended, in whatever way. */
  get ready(): boolean {
    return this.endedAs > 0;
  }

  /** Whether it has ended without an error. To be killed is no error. */
  get successful(): boolean {
    return this.state === 'returned' || this.state === 'killed';
  }

  /** What it returned; undefined if it has not. */
  get value(): T | undefined {
    return this.state === 'returned' ? (this.outcome as T) : undefined;
  }

  /** What it failed with; undefined if it has not. */
  get error(): unknown {
    return this.state === 'failed' ? this.outcome : undefined;
  }

  /** Waits until it has ended, in whatever way, and gives back the greenlet. */
  join(): Wait<Greenlet<T>> {
    return new Wait(joining, this) as Wait<unknown> as Wait<Greenlet<T>>;
  }

  /** Waits for what it returns. Raises what it failed with, or GreenletExit if it was killed. */
  get(): Wait<T> {
    return new Wait(getting, this) as Wait<T>;
  }

  /** What `get` waits for, for code that is no greenlet. Rejects with LoopExit when nothing can ever run again. */
  toPromise(): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const { hub } = this;
    hub.awaited.add(this);
    this.observe();
    this.whenEnded(() => {
      hub.awaited.delete(this);
      if (this.state === 'returned') resolve(this.outcome as T);
      else reject(this.failure());
    });
    return promise;
  }

  /** Calls back on a turn after its end, be that long ago. Links are called in the order in which they were made. */
  link(callback: (greenlet: this) => void): Disposable {
    const { hub } = this;
    const call = new Callback(hub, () => callback(this));
    this.observe();
    const end = this.whenEnded(() => hub.schedule(call));
    return {
      [Symbol.dispose]: () => {
        end.withdraw();
        call[Symbol.dispose]();
        this.ignore();
      },
    };
  }

  /**
   * Kills it: what it waits for is let go, and on the hub's next turn GreenletExit is raised where it waits, so that its
   * `finally` blocks and `using` scopes run. Code that catches everything can put that off, but not for ever. One that has
   * not begun never does. All this whether or not the result is waited for; `yield*` waits until it has ended. To kill it
   * again, or when it has ended, does nothing.
   */
  kill(): Wait<Greenlet<T>> {
    this.doom();
    return this.join();
  }

  /** Kills it when the signal fires, or at once if it has. */
  killOn(signal: AbortSignal): this {
    const kill = () => void this.kill();
    if (signal.aborted) kill();
    else {
      signal.addEventListener('abort', kill, { once: true });
      this.whenEnded(() => signal.removeEventListener('abort', kill));
    }
    return this;
  }

  // What follows is between the library's own parts.

  get isObserved(): boolean {
    return this.observers > 0;
  }

  /** Somebody asks, or will be told, how it ended: an error is not lost. */
  observe(): void {
    this.observers += 1;
  }

  /** Somebody no longer wants to be told. */
  ignore(): void {
    this.observers -= 1;
    this.reportError();
  }

  /** Calls back at the moment of its end, or at once if it has ended. */
  whenEnded(callback: () => void): Wait<void> {
    const end = new Wait(noticing, this);
    if (this.ready) callback();
    else end.park({ hub: this.hub, woken: callback });
    return end;
  }

  /** Finishes the wait when it ends. */
  addLink(wait: Wait<unknown>): void {
    this.links ??= new Chain();
    this.links.push(wait);
  }

  /** What it returned. @throws what it failed with, or GreenletExit */
  result(): T {
    if (this.state === 'returned') return this.outcome as T;
    throw this.failure();
  }

  protected hasEnded(): boolean {
    return this.endedAs > 0;
  }

  protected farewell(): void {
    const { links } = this;
    ended += 1;
    this.endedAs = ended;
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
