// Greenlet-local values, as gevent.local: each greenlet has its own, which end with it.

import { current, type RunningGreenlet } from './current.ts';
import { UsageError } from './errors.ts';

export class Local<T> {
  private readonly initial: T;
  private readonly values = new WeakMap<RunningGreenlet, T>();

  /** @param initial value in greenlets that have set none, and outside of greenlets */
  constructor(initial: T) {
    this.initial = initial;
  }

  /** The running greenlet's value. A greenlet does not inherit from the one that spawned it. */
  get(): T {
    const { greenlet } = current;
    if (greenlet === null || !this.values.has(greenlet)) return this.initial;
    return this.values.get(greenlet) as T;
  }

  /** Sets the running greenlet's value. @throws UsageError outside of greenlets */
  set(value: T): void {
    if (current.greenlet === null) throw new UsageError('a Local can be set in a greenlet only');
    this.values.set(current.greenlet, value);
  }
}
