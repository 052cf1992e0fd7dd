// A greenlet: a generator that runs until it waits, and goes on when what it waits for has come.

import { Callback } from './callback.ts';
import { Chain, type Link, leave } from './chain.ts';
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

/** How many greenlets have ended. */
let ended = 0;

/** Before it has begun; while it goes from one wait to the next; when it has ended. */
type State = 'new' | 'starting' | 'running' | 'waiting' | 'ready' | 'returned' | 'failed' | 'killed';

export class Greenlet<T> implements Link, Runnable, Waiter {
  // Assigned in the constructor, which is faster than to initialise them here.
  declare previous: Link | null;
  declare following: Link | null;
  declare readonly hub: Hub;
  /** Its place in the order in which all greenlets ended; 0 while it has not. */
  declare endedAs: number;
  /** Its name, or the function to ask for it, which takes too long to be done at every spawn. */
  declare private label: string | (() => Green<T>) | null;
  declare private state: State;
  /** What it is to run; once it has begun, how it goes on. */
  declare private code: Body<T> | Iterator<Parked, T, unknown> | null;
  /** What it waits for, or waited for until it was woken; null while it runs. */
  declare private wait: Wait<unknown> | null;
  /** It was killed. */
  declare private doom: Doom | null;
  /** What is to be raised in it. */
  declare private pending: Interruption[] | null;
  /** What it returned, or failed with. */
  declare private outcome: unknown;
  /** How many have asked, or will be told, how it ended. */
  declare private observers: number;
  /** Waits for its end. */
  declare private links: Chain<Wait<unknown>> | null;

  /** Makes a greenlet that does not run before it is started. Most callers want `spawn`. */
  constructor(hub: Hub, body: Body<T>, name?: string) {
    this.previous = null;
    this.following = null;
    this.hub = hub;
    this.endedAs = 0;
    this.label = name ?? (typeof body === 'function' ? body : null);
    this.state = 'new';
    this.code = body;
    this.wait = null;
    this.doom = null;
    this.pending = null;
    this.outcome = undefined;
    this.observers = 0;
    this.links = null;
  }

  /** What it is called where it is spoken of: the name given, its function's, or else a number. */
  get name(): string {
    if (typeof this.label !== 'string') this.label = this.label?.name || `greenlet-${this.hub.nextNumber()}`;
    return this.label;
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
    if (this.admit()) this.hub.schedule(this);
    return this;
  }

  /** Lets it run in so many ms. */
  startLater(ms: number): this {
    if (!this.admit()) return this;
    this.wait = sleep(ms) as Wait<unknown>;
    this.wait.park(this);
    this.hub.waiting.push(this as Greenlet<unknown>);
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
    if (!this.ready && this.doom === null) {
      this.doom = new Doom(this as Greenlet<unknown>);
      this.pending = null;
      this.wait?.abandon();
      if (this.state === 'waiting') this.makeReady();
      if (this.state === 'new' || this.state === 'starting') this.end('killed');
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

  /** Lets it wait, unless something is held against it. */
  park(wait: Wait<unknown>): void {
    const interruption = this.pending?.shift();
    if (interruption !== undefined) throw interruption.error;
    this.wait = wait;
    this.state = 'waiting';
    if (this.doom === null || this.doom.allowsWait()) wait.park(this);
    else this.makeReady();
    if (this.state === 'waiting' && this.previous === null) this.hub.waiting.push(this as Greenlet<unknown>);
  }

  /** What it waits for has come. */
  woken(_wait: Wait<unknown>): void {
    if (this.state === 'starting') this.hub.schedule(this);
    else this.makeReady();
  }

  /** Called by the hub when its turn has come. */
  step(): void {
    if (this.ready) return;
    const outer = current.greenlet;
    current.greenlet = this as Greenlet<unknown>;
    try {
      const result = this.resume();
      if (result.done) this.end(this.doom?.isOverdue ? 'killed' : 'returned', result.value);
      else if (this.state === 'running') this.refuse();
    } catch (error) {
      if (error === this.doom?.exit) this.end('killed');
      else this.end('failed', error);
    } finally {
      current.greenlet = outer;
    }
  }

  /** Raises an error where it waits. If it does not, or has been woken, that must wait until it does again. */
  interrupt(interruption: Interruption): void {
    if (this.ready) return;
    this.pending ??= [];
    this.pending.push(interruption);
    if (this.state === 'waiting') this.breakOff();
  }

  /** Ends its wait, so that it goes on and meets what is held against it. */
  breakOff(): void {
    if (this.state !== 'waiting') return;
    this.wait!.abandon();
    this.makeReady();
  }

  forget(interruption: Interruption): void {
    const index = this.pending?.indexOf(interruption) ?? -1;
    if (index >= 0) this.pending!.splice(index, 1);
  }

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
    if (this.state === 'failed' && this.observers === 0)
      this.hub.reportUnlessObserved(this as Greenlet<unknown>);
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
    this.state = 'starting';
    return true;
  }

  private makeReady(): void {
    if (this.state !== 'waiting') return;
    this.state = 'ready';
    this.hub.schedule(this);
  }

  private resume(): IteratorResult<Parked, T> {
    const { wait, doom, pending } = this;
    const iterator = this.state === 'starting' ? this.open() : (this.code as Iterator<Parked, T, unknown>);
    this.state = 'running';
    this.wait = null;
    if (doom !== null && !doom.isUnfolding) return doom.resume(iterator);
    if (pending !== null && pending.length > 0 && !wait?.done) return raise(iterator, pending.shift()!.error);
    return iterator.next();
  }

  private open(): Iterator<Parked, T, unknown> {
    const body = this.code as Body<T>;
    const iterator = (typeof body === 'function' ? body() : body)[Symbol.iterator]();
    this.code = iterator;
    return iterator;
  }

  /** It has yielded something that is no wait. */
  private refuse(): void {
    const error = new Misuse(`${this.name} must wait with yield*, not with yield`);
    this.pending = [new Interruption(this as Greenlet<unknown>, error)];
    this.state = 'ready';
    this.hub.schedule(this);
  }

  private end(how: 'returned' | 'failed' | 'killed', outcome?: unknown): void {
    const { hub, links } = this;
    this.state = how;
    this.outcome = outcome;
    ended += 1;
    this.endedAs = ended;
    leave(this);
    this.doom?.fulfil();
    if (how !== 'killed') this.doom = null;
    this.code = null;
    this.wait = null;
    this.pending = null;
    this.links = null;
    if (links !== null) for (let wait = links.shift(); wait !== null; wait = links.shift()) wait.finish();
    if (how === 'failed' && this.observers === 0) hub.reportUnlessObserved(this as Greenlet<unknown>);
  }
}
