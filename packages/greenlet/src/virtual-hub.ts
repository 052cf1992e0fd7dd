// A hub whose time stands still until it is driven: then it jumps from one timer to the next. What runs on it is real; only
// waiting costs nothing, and the same seed gives the same run.

import type { Body } from './coroutine.ts';
import { Misuse } from './errors.ts';
import type { Greenlet } from './greenlet.ts';
import { Hub, type HubOptions } from './hub.ts';
import { seededRandom } from './random.ts';

/**
 * So many steps are run at one moment. After that time goes on although something is ready, because it would in reality:
 * otherwise a loop of `sleep(0)` would stop all clocks.
 */
const stepsPerMoment = 100_000;

export interface VirtualHubOptions extends Omit<HubOptions, 'random'> {
  /** A 32-bit unsigned integer; 1 unless given. */
  readonly seed?: number;
}

export class VirtualHub extends Hub {
  private time = 0;
  /** How many steps were run at this moment. */
  private steps = 0;
  private onRouse: (() => void) | null = null;

  constructor({ seed = 1, ...options }: VirtualHubOptions = {}) {
    super({ ...options, random: seededRandom(seed) });
  }

  now(): number {
    return this.time;
  }

  /** How many timers are set. */
  get pendingTimers(): number {
    return this.timers.size;
  }

  /** Runs the first that is ready; if nothing is, moves on and fires the next timers. Returns whether there was anything. */
  step(): boolean {
    const timeIsUp = this.momentIsOver() && this.timers.size > 0;
    if (timeIsUp) this.jump(this.nextMoment());
    else if (this.runQueue.size === 0 && !this.wakeIdler()) return false;
    this.steps += 1;
    this.atWork(timeIsUp ? this.fireTimers : this.runFirst);
    return true;
  }

  /** Runs until the condition holds. Returns whether it did within so many ms; time has moved on by these if not. */
  runUntil(condition: () => boolean, ms: number): boolean {
    const deadline = this.time + ms;
    while (!condition()) {
      if (this.momentIsOver() && this.timers.earliest > deadline) {
        this.jump(deadline);
        return condition();
      }
      this.step();
    }
    return true;
  }

  /** Runs for so many ms. */
  runFor(ms: number): void {
    this.runUntil(() => false, ms);
  }

  /**
   * Runs a main greenlet to its end and returns what it does. Raises a LoopExit in it if nothing can ever run again.
   * @throws what it fails with; Misuse if it waits for a promise, which can't come while this runs
   */
  run<T>(main: Body<T>, name = 'main'): T {
    const greenlet = this.spawnMain(main, name);
    while (!greenlet.ready) {
      if (this.step()) continue;
      if (this.holds > 0) throw new Misuse(`${name} waits for code outside: that needs runAsync`);
      this.breakDeadlock();
    }
    return greenlet.result();
  }

  /** Like `runUntil`, for code that waits for promises too: time moves on when they have had their say. */
  async runUntilAsync(condition: () => boolean, ms: number): Promise<boolean> {
    const deadline = this.time + ms;
    for (;;) {
      await this.settle(condition);
      if (condition()) return true;
      if (this.timers.earliest > deadline) {
        this.jump(deadline);
        return false;
      }
      this.step();
    }
  }

  /** Like `run`, for code that waits for promises too. */
  async runAsync<T>(main: Body<T>, name = 'main'): Promise<T> {
    const greenlet = this.spawnMain(main, name);
    for (;;) {
      await this.settle(() => greenlet.ready);
      if (greenlet.ready) return greenlet.result();
      if (this.step()) continue;
      if (this.holds > 0) await this.roused();
      else this.breakDeadlock();
    }
  }

  protected rouse(): void {
    this.asleep = false;
    this.onRouse?.();
    this.onRouse = null;
  }

  private spawnMain<T>(main: Body<T>, name: string): Greenlet<T> {
    const greenlet = this.spawn(main, name);
    greenlet.observe();
    this.awaited.add(greenlet);
    greenlet.whenEnded(() => this.awaited.delete(greenlet));
    return greenlet;
  }

  /** Runs all that is ready at this moment, and what promises make ready, unless the condition holds before. */
  private async settle(condition: () => boolean): Promise<void> {
    do {
      while (!this.momentIsOver() && !condition()) this.step();
      await nextTurn();
    } while (!this.momentIsOver() && !condition());
  }

  private roused(): Promise<void> {
    this.asleep = true;
    return new Promise((resolve) => {
      this.onRouse = resolve;
    });
  }

  private momentIsOver(): boolean {
    return this.isCrowded() || (this.runQueue.size === 0 && !this.hasIdlers());
  }

  private isCrowded(): boolean {
    return this.steps >= stepsPerMoment;
  }

  /** A crowded moment ends even if a timer is set for it anew whenever it fires. */
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

  private readonly runFirst = (): void => this.runNext();
}

/** Resolves when every promise that could go on has gone on: microtasks end before the next turn begins. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
