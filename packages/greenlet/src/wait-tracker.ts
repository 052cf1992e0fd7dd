// The debug mode's search for a missing `yield*`: a wait that a greenlet has made and not used by the time it goes on from its
// next wait, or ends.

import { UsageError } from './errors.ts';

interface TrackedWait {
  readonly isUsed: boolean;
  describe(): string;
}

interface Made {
  readonly wait: TrackedWait;
  /** Carries the stack of the place where the wait was made. */
  readonly error: UsageError;
}

export class WaitTracker<Source extends object> {
  private readonly made = new WeakMap<Source, Made[]>();
  private readonly ignored = new WeakSet<TrackedWait>();
  private readonly report: (error: UsageError, source: Source) => void;

  constructor(report: (error: UsageError, source: Source) => void) {
    this.report = report;
  }

  /** Called for every wait that a greenlet makes. */
  add(wait: TrackedWait, source: Source): void {
    const error = new UsageError(
      `a wait for ${wait.describe()} was made and not waited for: put yield* before it`,
    );
    const list = this.made.get(source);
    if (list === undefined) this.made.set(source, [{ wait, error }]);
    else list.push({ wait, error });
  }

  /** Called for a wait that need not be used. */
  ignore(wait: TrackedWait): void {
    this.ignored.add(wait);
  }

  /** Called when a greenlet goes on or has ended. */
  check(source: Source): void {
    const list = this.made.get(source);
    if (list === undefined) return;
    this.made.delete(source);
    for (const { wait, error } of list)
      if (!wait.isUsed && !this.ignored.has(wait)) this.report(error, source);
  }
}
