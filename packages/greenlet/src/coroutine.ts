// What runs in a greenlet: a generator that goes from one wait to the next. It knows where it stands, what it waits for and
// what is held against it. How others use it, and who cares for its end, is in greenlet.ts.

import { type Link, leave } from './chain.ts';
import { current } from './current.ts';
import { Misuse } from './errors.ts';
import type { Greenlet } from './greenlet.ts';
import type { Hub } from './hub.ts';
import { Interruption } from './interruption.ts';
import { Plight } from './plight.ts';
import type { Runnable } from './run-queue.ts';
import { sleep } from './sleep.ts';
import type { Green, Parked, Wait, Waiter } from './wait.ts';

/** What a greenlet runs: a call of a generator function (it runs nothing yet), or a function that makes that call. */
export type Body<T> = Green<T> | (() => Green<T>);

type Ending = 'returned' | 'failed' | 'killed';

/** Before it has begun; while it goes from one wait to the next; when it has ended. */
type State = 'new' | 'starting' | 'running' | 'waiting' | 'ready' | Ending;

export abstract class Coroutine<T> implements Link, Runnable, Waiter {
  // Assigned in the constructor, which is faster than to initialise them here.
  declare previous: Link | null;
  declare following: Link | null;
  declare readonly hub: Hub;
  /** Its name, or the function to ask for it, which takes too long to be done at every spawn. */
  declare private label: string | (() => Green<T>) | null;
  declare protected state: State;
  /** What it is to run; once it has begun, how it goes on. */
  declare private code: Body<T> | Iterator<Parked, T, unknown> | null;
  /** What it waits for, or waited for until it was woken; null while it runs. */
  declare private wait: Wait<unknown> | null;
  /** What is held against it, if anything ever was. */
  declare private plight: Plight | null;
  /** What it returned, or failed with. */
  declare protected outcome: unknown;

  constructor(hub: Hub, body: Body<T>, name?: string) {
    this.previous = null;
    this.following = null;
    this.hub = hub;
    this.label = name ?? (typeof body === 'function' ? body : null);
    this.state = 'new';
    this.code = body;
    this.wait = null;
    this.plight = null;
    this.outcome = undefined;
  }

  /** What it is called where it is spoken of: the name given, its function's, or else a number. */
  get name(): string {
    if (typeof this.label !== 'string') this.label = this.label?.name || `greenlet-${this.hub.nextNumber()}`;
    return this.label;
  }

  /** Whether it was killed and has not ended in another way. Its `finally` blocks may still be running. */
  get killed(): boolean {
    return this.state === 'killed' || (this.plight?.isDoomed ?? false);
  }

  /** What it waits for, in words; null while it does not wait. */
  get waitsFor(): string | null {
    return this.wait === null ? null : this.wait.describe();
  }

  /** Lets it run on the hub's next turn. Doing so again does nothing. */
  start(): this {
    if (this.state !== 'new') return this;
    this.state = 'starting';
    this.hub.schedule(this);
    return this;
  }

  /** Lets it run in so many ms. */
  startLater(ms: number): this {
    if (this.state !== 'new') return this;
    this.state = 'starting';
    this.wait = sleep(ms);
    this.wait.park(this);
    this.hub.waiting.push(this);
    return this;
  }

  /** Raises an error in it, where it waits or else at its next wait. It may catch it. */
  throw(error: unknown): void {
    this.interrupt(new Interruption(this, error));
  }

  // What follows is between the library's own parts.

  /** Lets it wait, unless something is held against it. */
  park(wait: Wait<unknown>): void {
    this.wait = wait;
    this.state = 'waiting';
    if (this.plight === null || this.plight.allowsWait()) wait.park(this);
    else this.makeReady();
    if (this.state === 'waiting' && this.previous === null) this.hub.waiting.push(this);
  }

  /** What it waits for has come. */
  woken(_wait: Wait<unknown>): void {
    if (this.state === 'starting') this.hub.schedule(this);
    else this.makeReady();
  }

  /** Called by the hub when its turn has come. */
  step(): void {
    if (this.hasEnded()) return;
    const outer = current.greenlet;
    current.greenlet = this as unknown as Greenlet<unknown>; // there are no other coroutines
    try {
      const result = this.resume();
      if (result.done) this.end(this.plight?.isOverdue ? 'killed' : 'returned', result.value);
      else if (this.state === 'running') this.refuse();
    } catch (error) {
      if (this.plight?.isExit(error)) this.end('killed');
      else this.end('failed', error);
    } finally {
      current.greenlet = outer;
    }
  }

  /** Raises an error where it waits. If it does not, or has been woken, that must wait until it does again. */
  interrupt(interruption: Interruption): void {
    if (this.hasEnded()) return;
    this.troubles().add(interruption);
    interruption.hasStruck = this.state === 'waiting';
    this.breakOff();
  }

  /** Drops an error, unless it is too late. */
  forget(interruption: Interruption): void {
    if (!interruption.hasStruck) this.plight?.remove(interruption);
  }

  /** Ends its wait, so that it goes on and meets what is held against it. */
  breakOff(): void {
    if (this.state !== 'waiting') return;
    this.wait!.abandon();
    this.makeReady();
  }

  protected doom(): void {
    if (this.hasEnded() || this.killed) return;
    this.troubles().doom();
    this.wait?.abandon();
    if (this.state === 'waiting') this.makeReady();
    if (this.state === 'new' || this.state === 'starting') this.end('killed');
  }

  protected abstract hasEnded(): boolean;

  /** Called when it has ended. */
  protected abstract farewell(): void;

  private makeReady(): void {
    if (this.state !== 'waiting') return;
    this.state = 'ready';
    this.hub.schedule(this);
  }

  private resume(): IteratorResult<Parked, T> {
    const { wait, plight } = this;
    const iterator = this.state === 'starting' ? this.open() : (this.code as Iterator<Parked, T, unknown>);
    this.state = 'running';
    this.wait = null;
    return plight === null ? iterator.next() : plight.resume(iterator, wait);
  }

  private open(): Iterator<Parked, T, unknown> {
    const body = this.code as Body<T>;
    const iterator = (typeof body === 'function' ? body() : body)[Symbol.iterator]();
    this.code = iterator;
    return iterator;
  }

  private troubles(): Plight {
    this.plight ??= new Plight(this);
    return this.plight;
  }

  /** It has yielded something that is no wait. */
  private refuse(): void {
    const error = new Misuse(`${this.name} must wait with yield*, not with yield`);
    this.troubles().add(new Interruption(this, error));
    this.state = 'ready';
    this.hub.schedule(this);
  }

  private end(how: Ending, outcome?: unknown): void {
    this.state = how;
    this.outcome = outcome;
    this.plight?.end();
    this.plight = null;
    this.code = null;
    this.wait = null;
    leave(this);
    this.farewell();
  }
}
