// A deadline for all that is done within a scope. What is raised when it passes is the Timeout itself, so that of several
// that are nested each can be told from the others.

import type { Alarm } from './callback.ts';
import { current } from './current.ts';
import { Misuse } from './errors.ts';
import { Interruption } from './interruption.ts';
import type { Green } from './wait.ts';

/**
 * Raises itself in the greenlet that made it, after so many ms, unless it is cancelled before.
 *
 *     using timeout = new Timeout(50);
 */
export class Timeout extends Error implements Disposable {
  override readonly name = 'Timeout';
  /** After so many ms it is raised. */
  readonly ms: number;
  private readonly interruption: Interruption;
  private readonly alarm: Alarm;

  /** @throws Misuse if no greenlet runs */
  constructor(ms: number) {
    super(`${ms} ms have passed`);
    const { greenlet } = current;
    if (greenlet === null) throw new Misuse('only a greenlet can have a Timeout');
    this.ms = ms;
    this.interruption = new Interruption(greenlet, this);
    this.alarm = greenlet.hub.after(ms, () => this.interruption.raise());
  }

  /** From now on it is not raised, nor will it be. */
  cancel(): void {
    this.alarm.cancel();
    this.interruption.cancel();
  }

  [Symbol.dispose](): void {
    this.cancel();
  }
}

/**
 * Does something within so many ms. When they have passed it is broken off, and what is given for that case is returned;
 * if nothing is given, the Timeout is raised.
 */
export function withTimeout<T>(ms: number, body: Green<T>): Green<T>;
export function withTimeout<T, U>(ms: number, body: Green<T>, whenLate: U): Green<T | U>;
export function* withTimeout<T, U>(ms: number, body: Green<T>, ...whenLate: [U?]): Green<T | U> {
  using timeout = new Timeout(ms);
  try {
    return yield* body;
  } catch (error) {
    if (error !== timeout || whenLate.length === 0) throw error;
    return whenLate[0] as U;
  }
}
