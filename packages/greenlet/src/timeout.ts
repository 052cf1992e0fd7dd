// A deadline for everything done within a scope. What is raised is the Timeout itself, so that nested ones can be distinguished.

import { once } from './body.ts';
import { HubAlarm } from './callback.ts';
import { current } from './current.ts';
import { UsageError } from './errors.ts';
import { Interruption } from './interruption.ts';
import type { Alarm, Body, Green } from './public.ts';

/**
 * Raises itself in the greenlet that made it, after `ms` milliseconds, unless cancelled before.
 *
 *     using timeout = new Timeout(50);
 */
export class Timeout extends Error implements Disposable {
  override readonly name = 'Timeout';
  /** Delay (ms). */
  readonly ms: number;
  private readonly interruption: Interruption;
  private readonly alarm: Alarm;

  /** @throws UsageError outside of greenlets */
  constructor(ms: number) {
    super(`${ms} ms have passed`);
    const { greenlet } = current;
    if (greenlet === null) throw new UsageError('a Timeout works in a greenlet only');
    this.ms = ms;
    this.interruption = new Interruption(greenlet, this);
    this.alarm = new HubAlarm(greenlet.hub, () => this.interruption.raise(), ms);
    this.alarm.restart();
  }

  /** Prevents it from being raised. */
  cancel(): void {
    this.alarm.cancel();
    this.interruption.cancel();
  }

  [Symbol.dispose](): void {
    this.cancel();
  }
}

/**
 * Runs the body for at most `ms` milliseconds. After that the body is interrupted and `whenLate` is returned, or the Timeout
 * raised if `whenLate` is not given.
 */
export function withTimeout<T>(ms: number, body: Body<T>): Green<T>;
export function withTimeout<T, U>(ms: number, body: Body<T>, whenLate: U): Green<T | U>;
export function* withTimeout<T, U>(ms: number, body: Body<T>, ...whenLate: [U?]): Green<T | U> {
  const timeout = new Timeout(ms);
  try {
    return yield* once(body);
  } catch (error) {
    if (error !== timeout || whenLate.length === 0) throw error;
    return whenLate[0] as U;
  } finally {
    timeout.cancel();
  }
}
