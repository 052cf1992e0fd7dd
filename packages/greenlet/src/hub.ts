// The hub: what is ready to run, what the time is, and when whom to wake. How time passes is up to its two kinds, one on
// real and one on virtual time.

import { Alarm, Callback } from './callback.ts';
import { Chain } from './chain.ts';
import type { Body, Coroutine } from './coroutine.ts';
import { current } from './current.ts';
import { LoopExit } from './errors.ts';
import { Greenlet } from './greenlet.ts';
import { type Runnable, RunQueue } from './run-queue.ts';
import { type Timer, Timers } from './timers.ts';
import type { Wait } from './wait.ts';

export interface HubOptions {
  /** Draws evenly from [0, 1), for `select` to choose among what is ready. */
  readonly random?: () => number;
  /**
   * Told of each error that nobody else will hear of: that of a greenlet that nobody joined, asked or linked, or that of a
   * callback. Prints it unless given.
   */
  readonly onError?: (error: unknown, source: Greenlet<unknown> | null) => void;
}

export abstract class Hub {
  /** Draws evenly from [0, 1). */
  readonly random: () => number;
  protected readonly runQueue = new RunQueue();
  protected readonly timers = new Timers();
  private readonly idlers = new Chain<Wait<unknown>>();
  private readonly onError: (error: unknown, source: Greenlet<unknown> | null) => void;
  /** All that have ever had to wait, and have not ended. */
  readonly waiting = new Chain<Coroutine<unknown>>();
  /** Those whose end code outside waits for. */
  readonly awaited = new Set<Greenlet<unknown>>();
  /** Whether it must be roused when there is something to do. */
  protected asleep = false;
  protected holds = 0;
  private numbered = 0;

  constructor({ random = Math.random, onError = printError }: HubOptions) {
    this.random = random;
    this.onError = onError;
  }

  /** Milliseconds since some fixed moment; never falls. */
  abstract now(): number;

  /** Starts a greenlet, which runs on the next turn, never at once. */
  spawn<T>(body: Body<T>, name?: string): Greenlet<T> {
    return new Greenlet(this, body, name).start();
  }

  /** Starts a greenlet that runs in so many ms. */
  spawnLater<T>(ms: number, body: Body<T>, name?: string): Greenlet<T> {
    return new Greenlet(this, body, name).startLater(ms);
  }

  /** Calls back in so many ms, once. */
  after(ms: number, callback: () => void): Alarm {
    const alarm = new Alarm(this, callback, ms);
    alarm.restart();
    return alarm;
  }

  /** Calls back when all that are ready now have had their turn. */
  defer(callback: () => void): Disposable {
    const call = new Callback(this, callback);
    this.schedule(call);
    return call;
  }

  /**
   * Says that code outside may still wake somebody, for as long as the result is not disposed of: until then nobody gets
   * a LoopExit. It keeps no process alive.
   */
  hold(): Disposable {
    let held = true;
    this.holds += 1;
    return {
      [Symbol.dispose]: () => {
        if (!held) return;
        held = false;
        this.holds -= 1;
        if (this.asleep) this.rouse();
      },
    };
  }

  // What follows is between the library's own parts.

  schedule(runnable: Runnable): void {
    this.runQueue.push(runnable);
    if (this.asleep) this.rouse();
  }

  /** Sets a timer, or sets it anew: it fires when its ms have passed from now. */
  setTimer(timer: Timer): void {
    this.timers.set(timer, this.now() + timer.ms);
    if (this.asleep) this.rouse();
  }

  cancelTimer(timer: Timer): void {
    this.timers.cancel(timer);
    if (this.asleep && this.timers.size === 0) this.rouse();
  }

  /** Makes the call, and reports what it throws. */
  guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.onError(error, null);
    }
  }

  /** Whoever is ready now may still ask how the greenlet ended; then its error is reported. */
  reportUnlessObserved(greenlet: Greenlet<unknown>): void {
    this.schedule({
      step: () => {
        if (!greenlet.isObserved) this.onError(greenlet.error, greenlet);
      },
    });
  }

  nextNumber(): number {
    this.numbered += 1;
    return this.numbered;
  }

  /** Lets it wait until nothing is ready. */
  addIdler(wait: Wait<unknown>): void {
    this.idlers.push(wait);
  }

  protected hasIdlers(): boolean {
    return !this.idlers.isEmpty;
  }

  /** Wakes the first of those who wait until nothing is ready. Returns whether there is one. */
  protected wakeIdler(): boolean {
    const idler = this.idlers.shift();
    idler?.finish();
    return idler !== null;
  }

  /** Called when there is something to do while it is asleep. */
  protected abstract rouse(): void;

  /** Runs the first that is ready. */
  protected runNext(): void {
    this.runQueue.shift()?.step();
  }

  /** Whether somebody waits for something that nobody is left to bring about. */
  protected isDeadlocked(): boolean {
    return this.awaited.size > 0 && this.holds === 0 && this.timers.size === 0;
  }

  /** Raises a LoopExit in all whose end code outside waits for in vain. */
  protected breakDeadlock(): void {
    const waiting = Array.from(this.waiting, ({ name, waitsFor }) => `${name} waits for ${waitsFor}`);
    const message = `nothing can ever run again: ${waiting.join('; ')}`;
    for (const greenlet of this.awaited)
      if (greenlet.waitsFor !== null) greenlet.throw(new LoopExit(message));
  }

  /** Makes this the current hub while the work is done. */
  protected atWork(work: () => void): void {
    const { hub, greenlet } = current;
    current.hub = this;
    current.greenlet = null;
    try {
      work();
    } finally {
      current.hub = hub;
      current.greenlet = greenlet;
    }
  }
}

function printError(error: unknown, source: Greenlet<unknown> | null): void {
  console.error(source === null ? 'a callback failed:' : `${source.name} failed, and nobody asked:`, error);
}
