// A greenlet: a generator that runs until it waits, and goes on when what it waits for has come.

import { Callback } from './callback.ts';
import { Chain, type Link } from './chain.ts';
import { current } from './current.ts';
import { Doom, raise } from './doom.ts';
import { getting, joining, noticing } from './ending.ts';
import { GreenletExit, Misuse } from './errors.ts';
import type { Hub } from './hub.ts';
import { Interruption } from './interruption.ts';
import type { Runnable } from './run-queue.ts';
import { sleep } from './sleep.ts';
import { type Green, type Parked, Wait, type Waiter } from './wait.ts';

/** What a greenlet runs: a call of a generator function (it runs nothing yet), or a function that makes that call. */
export type Body<T> = Green<T> | (() => Green<T>);

export class Greenlet<T> implements Link, Runnable, Waiter {
  chain: Chain<Link> | null = null;
  previous: Link | null = null;
  following: Link | null = null;
  readonly hub: Hub;
  private readonly givenName: string;
  private readonly number: number;
  /** Its place in the order in which the greenlets of its hub ended; 0 while it has not. */
  endedAs = 0;

  private state: 'new' | 'started' | 'returned' | 'failed' | 'killed' = 'new';
  private body: Body<T> | null;
  private iterator: Iterator<Parked, T, unknown> | null = null;
  /** What it waits for, or waited for until it was woken; null while it runs. */
  private wait: Wait<unknown> | null = null;
  /** It stands in the run queue. */
  private scheduled = false;
  /** It was killed. */
  private doom: Doom | null = null;
  /** What is raised in it when it goes on. */
  private raised: Interruption | null = null;
  /** What is raised in it at its next waits. */
  private pending: Interruption[] | null = null;
  /** What it returned, or failed with. */
  private outcome: unknown = undefined;
  /** Somebody has asked, or will be told, how it ended. */
  private observed = false;
  private links: Chain<Wait<unknown>> | null = null;

  /** Makes a greenlet that does not run before it is started. Most callers want `spawn`. */
  constructor(hub: Hub, body: Body<T>, name?: string) {
    this.hub = hub;
    this.body = body;
    this.givenName = name ?? (typeof body === 'function' ? body.name : '');
    this.number = hub.nextNumber();
  }

  /** What it is called where it is spoken of: the given name, its function's, or else a number. */
  get name(): string {
    return this.givenName || `greenlet-${this.number}`;
  }

  /** Whether it has ended, in whatever way. */
  get ready(): boolean {
    return this.endedAs > 0;
  }

  /** Whether it has ended without an error. To be killed is no error. */
  get successful(): boolean {
    return this.state === 'returned' || this.state === 'killed';
  }

  /** Whether it was killed and has not ended in another way. Its `finally` blocks may still be running. */
  get killed(): boolean {
    return this.doom !== null;
  }

  /** What it returned; undefined if it has not. */
  get value(): T | undefined {
    return this.state === 'returned' ? (this.outcome as T) : undefined;
  }

  /** What it failed with; undefined if it has not. */
  get error(): unknown {
    return this.state === 'failed' ? this.outcome : undefined;
  }

  /** What it waits for, in words; null while it does not wait. */
  get waitsFor(): string | null {
    return this.wait === null ? null : this.wait.describe();
  }

  /** Lets it run on the hub's next turn. Doing so again does nothing. */
  start(): this {
    if (this.admit()) this.schedule();
    return this;
  }

  /** Lets it run in so many ms. */
  startLater(ms: number): this {
    if (this.admit()) this.park(sleep(ms) as Wait<unknown>);
    return this;
  }

  /** Waits until it has ended, in whatever way, and gives back the greenlet. */
  join(): Wait<Greenlet<T>> {
    return new Wait(joining, this) as unknown as Wait<Greenlet<T>>;
  }

  /** Waits for what it returns. Raises what it failed with, or GreenletExit if it was killed. */
  get(): Wait<T> {
    return new Wait(getting, this) as Wait<T>;
  }

  /** What `get` waits for, for code that is no greenlet. Rejects with LoopExit when nothing can ever run again. */
  toPromise(): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const { hub } = this;
    hub.awaited.add(this as Greenlet<unknown>);
    this.observe();
    this.whenEnded(() => {
      hub.awaited.delete(this as Greenlet<unknown>);
      try {
        resolve(this.result());
      } catch (error) {
        reject(error);
      }
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
    if (!this.ready && this.doom === null) {
      this.doom = new Doom(this as Greenlet<unknown>);
      this.raised = null;
      this.pending = null;
      if (this.iterator === null) this.end('killed');
      else this.breakOff();
    }
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

  /** Raises an error in it, where it waits or else at its next wait. It may catch it. */
  throw(error: unknown): void {
    this.interrupt(new Interruption(this as Greenlet<unknown>, error));
  }

  // What follows is between the library's own parts.

  /** Raises what was held against it, or else lets it wait. */
  park(wait: Wait<unknown>): void {
    const interruption = this.pending?.shift();
    if (interruption !== undefined) throw interruption.error;
    this.wait = wait;
    if (this.doom === null || this.doom.allowsWait()) wait.park(this);
    else this.schedule();
  }

  /** What it waits for has come. */
  woken(_wait: Wait<unknown>): void {
    this.schedule();
  }

  /** Called by the hub when its turn has come. */
  step(): void {
    this.scheduled = false;
    if (this.ready) return;
    const outer = current.greenlet;
    current.greenlet = this as Greenlet<unknown>;
    try {
      const result = this.resume();
      if (result.done) this.end(this.doom?.isOverdue ? 'killed' : 'returned', result.value);
      else if (this.wait === null) this.refuse();
    } catch (error) {
      if (error === this.doom?.exit) this.end('killed');
      else this.end('failed', error);
    } finally {
      current.greenlet = outer;
    }
  }

  interrupt(interruption: Interruption): void {
    if (this.ready) return;
    if (this.wait === null || this.scheduled) {
      this.pending ??= [];
      this.pending.push(interruption);
    } else {
      this.raised = interruption;
      this.breakOff();
    }
  }

  /** Ends the wait that it is in, so that it goes on, and meets what is held against it. */
  breakOff(): void {
    if (this.wait === null) return;
    this.wait.abandon();
    this.schedule();
  }

  forget(interruption: Interruption): void {
    const index = this.pending?.indexOf(interruption) ?? -1;
    if (index >= 0) this.pending!.splice(index, 1);
  }

  /** Somebody asks, or will be told, how it ended: its error is not lost. */
  observe(): void {
    this.observed = true;
  }

  get isObserved(): boolean {
    return this.observed;
  }

  /** Calls back at the moment of its end, or at once if it has ended. */
  whenEnded(callback: () => void): Wait<void> {
    const end = new Wait(noticing, this);
    if (this.ready) callback();
    else end.park({ hub: this.hub, woken: callback });
    return end;
  }

  /** A wait that `end` will finish. */
  addLink(wait: Wait<unknown>): void {
    this.links ??= new Chain();
    this.links.push(wait);
  }

  /** What it returned. @throws what it failed with, or GreenletExit */
  result(): T {
    if (this.state === 'failed') throw this.outcome;
    if (this.state === 'killed') throw new GreenletExit(`${this.name} was killed: it has no result`);
    return this.outcome as T;
  }

  private admit(): boolean {
    if (this.state !== 'new') return false;
    this.state = 'started';
    this.hub.greenlets.push(this as Greenlet<unknown>);
    return true;
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.hub.schedule(this);
  }

  private resume(): IteratorResult<Parked, T> {
    this.wait = null;
    this.iterator ??= this.open();
    const { iterator, raised, doom } = this;
    if (raised === null) return doom === null ? iterator.next() : doom.resume(iterator);
    this.raised = null;
    return raise(iterator, raised.error);
  }

  private open(): Iterator<Parked, T, unknown> {
    const body = this.body!;
    this.body = null;
    return (typeof body === 'function' ? body() : body)[Symbol.iterator]();
  }

  /** It has yielded something that is no wait. */
  private refuse(): void {
    const error = new Misuse(`${this.name} must wait with yield*, not with yield`);
    this.raised = new Interruption(this as Greenlet<unknown>, error);
    this.schedule();
  }

  private end(how: 'returned' | 'failed' | 'killed', outcome?: unknown): void {
    const { hub, links } = this;
    this.state = how;
    this.outcome = outcome;
    this.endedAs = hub.farewell(this as Greenlet<unknown>);
    this.letGo();
    if (links !== null) for (let wait = links.shift(); wait !== null; wait = links.shift()) wait.finish();
    if (how === 'failed' && !this.observed) hub.reportUnlessObserved(this as Greenlet<unknown>);
  }

  private letGo(): void {
    this.doom?.fulfil();
    if (this.state !== 'killed') this.doom = null;
    this.body = null;
    this.iterator = null;
    this.wait = null;
    this.raised = null;
    this.pending = null;
    this.links = null;
  }
}
