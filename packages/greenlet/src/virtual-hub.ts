// A hub on virtual time, which pauses until driven and then jumps from one timer to the next. What runs on it is real;
// only waiting costs nothing, and the same seed gives the same run.

import { BaseHub, type HubOptions } from './base-hub.ts';
import { current } from './current.ts';
import { UsageError } from './errors.ts';
import type { GreenletTask } from './greenlet-task.ts';
import { delay } from './numbers.ts';
import type { Body, Hub } from './public.ts';
import { seededRandom } from './random.ts';
import { nextTurn } from './turn.ts';

/**
 * Steps (and ready waits in them) at one moment before time moves on although something is ready, as it would in reality: otherwise a loop of
 * `sleep(0)` would stop all clocks.
 */
const stepsPerMoment = 100_000;

export interface VirtualHubOptions extends Omit<HubOptions, 'random'> {
  /** A 32-bit unsigned integer; 1 unless given. */
  readonly seed?: number;
}

export interface VirtualHub extends Hub {
  /** Number of timers set. */
  readonly pendingTimers: number;
  /** Runs what is first in the run queue; if that is empty, advances the clock and fires the next timers. Returns whether there was anything. */
  step(): boolean;
  /**
   * Runs until the condition holds, for at most `ms` milliseconds of its time; with Infinity, until nothing is left to run.
   * Returns whether the condition holds.
   */
  runUntil(condition: () => boolean, ms: number): boolean;
  /** Runs for `ms` milliseconds of its time; with Infinity, until nothing is left to run. */
  runFor(ms: number): void;
  /**
   * Runs a main greenlet to its end and returns its result. Raises LoopExit in it on a deadlock.
   * @throws its error; UsageError if it waits for a promise, which can't settle during this call
   */
  run<T>(main: Body<T>, name?: string): T;
  /** The same as `runUntil` for code that waits for promises too: time moves on once their reactions have run. */
  runUntilAsync(condition: () => boolean, ms: number): Promise<boolean>;
  /** The same as `run` for code that waits for promises too. */
  runAsync<T>(main: Body<T>, name?: string): Promise<T>;
}

class VirtualTimeHub extends BaseHub implements VirtualHub {
  private time = 0;
  /** Steps run at this moment. */
  private steps = 0;
  private onWakeUp: (() => void) | null = null;

  constructor({ seed = 1, ...options }: VirtualHubOptions = {}) {
    if (seed !== seed >>> 0)
      throw new UsageError(`the seed can't be ${seed}: give a 32-bit unsigned integer`);
    super({ ...options, random: seededRandom(seed) });
  }

  override now(): number {
    return this.time;
  }

  get pendingTimers(): number {
    return this.timers.size;
  }

  step(): boolean {
    const timeIsUp = this.momentIsOver() && this.timers.size > 0;
    if (timeIsUp) this.jump(this.nextMoment());
    else if (this.runQueue.size === 0 && !this.wakeIdler()) return false;
    this.steps += 1;
    this.enter(timeIsUp ? this.fireTimers : this.runFirst);
    return true;
  }

  runUntil(condition: () => boolean, ms: number): boolean {
    const deadline = this.time + delay(ms);
    while (!condition()) {
      if (this.momentIsOver() && this.nothingUntil(deadline)) return condition();
      this.step();
    }
    return true;
  }

  runFor(ms: number): void {
    this.runUntil(() => false, ms);
  }

  run<T>(main: Body<T>, name = 'main'): T {
    const greenlet = this.spawnMain(main, name);
    while (!greenlet.ready) {
      if (this.step()) continue;
      if (this.holds > 0) throw new UsageError(`${name} waits for code outside: use runAsync`);
      this.breakDeadlock();
    }
    return greenlet.result();
  }

  async runUntilAsync(condition: () => boolean, ms: number): Promise<boolean> {
    const deadline = this.time + delay(ms);
    for (;;) {
      await this.finishMoment(condition);
      if (condition()) return true;
      if (deadline === Infinity && this.timers.size === 0 && this.holds > 0) await this.outsideCode();
      else if (this.nothingUntil(deadline)) return false;
      else this.step();
    }
  }

  async runAsync<T>(main: Body<T>, name = 'main'): Promise<T> {
    const greenlet = this.spawnMain(main, name);
    for (;;) {
      await this.finishMoment(() => greenlet.ready);
      if (greenlet.ready) return greenlet.result();
      if (this.step()) continue;
      if (this.holds > 0) await this.outsideCode();
      else this.breakDeadlock();
    }
  }

  protected override wakeUp(): void {
    this.asleep = false;
    this.onWakeUp?.();
    this.onWakeUp = null;
  }

  private spawnMain<T>(main: Body<T>, name: string): GreenletTask<T> {
    const greenlet = this.spawn(main, name) as GreenletTask<T>;
    greenlet.awaitOutside(() => {});
    return greenlet;
  }

  /**
   * Runs everything ready at this moment, and what promises make ready, unless the condition holds before. Every promise
   * reaction that can run has run when the next turn begins.
   */
  private async finishMoment(condition: () => boolean): Promise<void> {
    do {
      while (!this.momentIsOver() && !condition()) this.step();
      await new Promise<void>(nextTurn);
    } while (!this.momentIsOver() && !condition());
  }

  /** Resolves when outside code has made something ready. */
  private outsideCode(): Promise<void> {
    this.asleep = true;
    return new Promise((resolve) => {
      this.onWakeUp = resolve;
    });
  }

  /** Whether no timer is due by the deadline, to which time then advances. Without a deadline: whether nothing is left. */
  private nothingUntil(deadline: number): boolean {
    if (this.timers.earliest <= deadline && this.timers.size > 0) return false;
    if (deadline === Infinity) return this.runQueue.size === 0 && !this.hasIdlers();
    this.jump(deadline);
    return true;
  }

  private momentIsOver(): boolean {
    return this.isCrowded() || (this.runQueue.size === 0 && !this.hasIdlers());
  }

  private isCrowded(): boolean {
    return this.steps >= stepsPerMoment;
  }

  /** A crowded moment ends even if a timer is set for it again whenever it fires. */
  private nextMoment(): number {
    const { earliest } = this.timers;
    return this.isCrowded() && earliest <= this.time ? this.time + 1 : earliest;
  }

  private jump(at: number): void {
    if (at <= this.time) return;
    this.time = at;
    this.steps = 0;
  }

  private readonly fireTimers = (): void => void this.timers.fire(this.time);

  /** Ready waits count like steps: a loop of them must not stop the clock either. */
  private readonly runFirst = (): void => {
    current.readyWaits = 0;
    this.runNext();
    this.steps += current.readyWaits;
  };
}

/** `new VirtualHub({ seed }?)`: a hub on virtual time. */
export const VirtualHub: new (options?: VirtualHubOptions) => VirtualHub = VirtualTimeHub;
