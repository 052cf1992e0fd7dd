// What hubs have in common: run queue, timers, idlers, deadlock detection, error reports. How time passes is up to the two
// kinds, real-hub.ts and virtual-hub.ts.

import { Callback, HubAlarm } from './callback.ts';
import { current, type RunningGreenlet } from './current.ts';
import { LoopExit } from './errors.ts';
import { GreenletTask } from './greenlet-task.ts';
import { LinkedList } from './linked-list.ts';
import type { Alarm, Body, Greenlet, Hub } from './public.ts';
import { type Runnable, RunQueue } from './run-queue.ts';
import type { FailedTask, IdleWait, Scheduler, WaitingTask } from './scheduler.ts';
import { type Timer, Timers } from './timers.ts';
import { WaitTracker } from './wait-tracker.ts';

type OnError = (error: unknown, source: Greenlet<unknown> | null) => void;

export interface HubOptions {
  /** Source of uniform draws from [0, 1), for `select` to choose among ready cases; Math.random unless given. */
  readonly random?: () => number;
  /**
   * Called with every error that is not delivered elsewhere: of a greenlet that was not joined, linked or asked for its result, and
   * of a callback (then `source` is null). Prints it unless given.
   */
  readonly onError?: OnError;
  /**
   * Reports, to `onError`, each wait that a greenlet made and did not use by the time it went on from its next wait, or ended: a
   * missing `yield*`. The error's stack shows where the wait was made. Slow; false unless given.
   */
  readonly debug?: boolean;
}

export abstract class BaseHub implements Hub, Scheduler {
  readonly random: () => number;
  readonly waiting = new LinkedList<WaitingTask>();
  readonly awaited = new Set<WaitingTask>();
  protected readonly runQueue = new RunQueue();
  protected readonly timers = new Timers();
  /** Whether `wakeUp` must be called when there is something to do. */
  protected asleep = false;
  protected holds = 0;
  private readonly idlers = new LinkedList<IdleWait>();
  private readonly onError: OnError;
  private readonly tracker: WaitTracker<RunningGreenlet> | null;
  private numbered = 0;

  constructor({ random = Math.random, onError = printError, debug = false }: HubOptions) {
    this.random = random;
    this.onError = onError;
    this.tracker = debug
      ? new WaitTracker((error, source) => onError(error, source as RunningGreenlet & Greenlet<unknown>))
      : null;
  }

  abstract now(): number;

  spawn<T>(body: Body<T>, name?: string): Greenlet<T> {
    return new GreenletTask(this, body, name).start();
  }

  spawnLater<T>(ms: number, body: Body<T>, name?: string): Greenlet<T> {
    return new GreenletTask(this, body, name).startLater(ms);
  }

  after(ms: number, callback: () => void): Alarm {
    const alarm = new HubAlarm(this, callback, ms);
    alarm.restart();
    return alarm;
  }

  defer(callback: () => void): Disposable {
    const call = new Callback(this, callback);
    this.schedule(call);
    return call;
  }

  hold(): Disposable {
    let held = true;
    this.retain();
    return {
      [Symbol.dispose]: () => {
        if (held) this.release();
        held = false;
      },
    };
  }

  retain(): void {
    this.holds += 1;
  }

  release(): void {
    this.holds -= 1;
    if (this.asleep) this.wakeUp();
  }

  schedule(runnable: Runnable): void {
    this.runQueue.push(runnable);
    if (this.asleep) this.wakeUp();
  }

  setTimer(timer: Timer): void {
    const at = this.now() + timer.ms;
    if (at === Infinity) return this.cancelTimer(timer);
    this.timers.set(timer, at);
    if (this.asleep) this.wakeUp();
  }

  cancelTimer(timer: Timer): void {
    this.timers.cancel(timer);
    if (this.asleep && this.timers.size === 0) this.wakeUp();
  }

  guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.onError(error, null);
    }
  }

  reportUnlessObserved(task: FailedTask): void {
    this.schedule({
      step: () => {
        if (task.isObserved) return;
        task.observe();
        this.onError(task.error, task as FailedTask & Greenlet<unknown>);
      },
    });
  }

  nextNumber(): number {
    this.numbered += 1;
    return this.numbered;
  }

  addIdler(wait: IdleWait): void {
    this.idlers.push(wait);
  }

  protected hasIdlers(): boolean {
    return !this.idlers.isEmpty;
  }

  /** Wakes the first greenlet in `idle`. Returns whether there was one. */
  protected wakeIdler(): boolean {
    const idler = this.idlers.shift();
    idler?.finish();
    return idler !== null;
  }

  /** Called when there is something to do while asleep. */
  protected abstract wakeUp(): void;

  /** Runs the first of the run queue. */
  protected runNext(): void {
    this.runQueue.shift()?.step();
  }

  /** Whether code outside waits for a result that nothing is left to produce. Requires an empty run queue. */
  protected isDeadlocked(): boolean {
    return this.awaited.size > 0 && this.holds === 0 && this.timers.size === 0;
  }

  /** Raises LoopExit in all greenlets whose result code outside waits for. */
  protected breakDeadlock(): void {
    const waiting = Array.from(this.waiting, ({ name, waitsFor }) => `${name} waits for ${waitsFor}`);
    const message = `nothing can ever run again: ${waiting.join('; ')}`;
    for (const greenlet of this.awaited)
      if (greenlet.waitsFor !== null) greenlet.throw(new LoopExit(message));
  }

  /** Makes this the current hub during the call. */
  protected enter(work: () => void): void {
    const { hub, greenlet, tracker } = current;
    current.hub = this;
    current.greenlet = null;
    current.tracker = this.tracker;
    try {
      work();
    } finally {
      current.hub = hub;
      current.greenlet = greenlet;
      current.tracker = tracker;
    }
  }
}

function printError(error: unknown, source: Greenlet<unknown> | null): void {
  console.error(source === null ? 'a callback failed:' : `${source.name} failed:`, error);
}
