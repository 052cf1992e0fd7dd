// Structured concurrency, as trio's nurseries and Go's errgroup: a scope owns the greenlets spawned in it and returns when all
// of them have ended. The first one that fails ends the scope.

import { current, type RunningGreenlet } from './current.ts';
import { GreenletExit, UsageError } from './errors.ts';
import { getHub } from './get-hub.ts';
import type { GreenletTask } from './greenlet-task.ts';
import { Group } from './group.ts';
import { Interruption } from './interruption.ts';
import type { Body, Green, Greenlet, OptionalWait, Wait } from './public.ts';

export interface Scope {
  /** Number of its greenlets that have not ended. */
  readonly size: number;
  /** Starts a greenlet that the scope owns. @throws UsageError if the scope has ended */
  spawn<T>(body: Body<T>, name?: string): Greenlet<T>;
  /** Kills its greenlets, whether or not the result is waited for; `yield*` waits for all of them to end. */
  kill(): OptionalWait<Greenlet<unknown>[]>;
}

/**
 * Runs the body, then waits for all greenlets spawned in the scope, and returns the body's result. When one of them fails, its
 * error is raised in the body, the others are killed, and the scope raises the error once all have ended. When the body fails
 * or is killed, its greenlets are killed and waited for first. Errors of other greenlets go to the hub's `onError`.
 *
 *     yield* scope(function* (tasks) {
 *       tasks.spawn(serve());
 *       tasks.spawn(watch());
 *     });
 */
export function* scope<T>(body: (scope: Scope) => Green<T>): Green<T> {
  const tasks = new OwningScope(current.greenlet!);
  try {
    const result = yield* body(tasks);
    yield* tasks.join();
    tasks.throwFailure();
    return result;
  } catch (error) {
    throw tasks.errorWith(error);
  } finally {
    tasks.close();
    yield* tasks.end();
  }
}

class OwningScope implements Scope {
  private readonly owner: RunningGreenlet;
  private readonly group = new Group(getHub());
  private failed: GreenletTask<unknown> | null = null;
  private interruption: Interruption | null = null;
  private closed = false;

  constructor(owner: RunningGreenlet) {
    this.owner = owner;
  }

  get size(): number {
    return this.group.size;
  }

  spawn<T>(body: Body<T>, name?: string): Greenlet<T> {
    if (this.closed) throw new UsageError('the scope has ended: spawn in one that is open');
    const greenlet = this.group.spawn(body, name) as GreenletTask<T>;
    greenlet.whenEnded(() => this.childEnded(greenlet as GreenletTask<unknown>));
    return greenlet;
  }

  kill(): OptionalWait<Greenlet<unknown>[]> {
    return this.group.kill();
  }

  join(): Wait<true> {
    return this.group.join();
  }

  /** From now on refuses greenlets, and raises nothing in the body. */
  close(): void {
    this.closed = true;
    this.interruption?.cancel();
  }

  /**
   * Kills its greenlets and waits for all to end, even if an error is raised meanwhile (a Timeout, say), which it raises then. Waits
   * by `join`, because waiting for the kill would count as asking for their errors.
   */
  *end(): Green<void> {
    let raised: { readonly error: unknown } | null = null;
    this.kill();
    while (this.size > 0) {
      try {
        yield* this.join();
      } catch (error) {
        raised ??= { error };
      }
    }
    if (raised !== null) throw raised.error;
  }

  throwFailure(): void {
    if (this.failed !== null) throw this.failed.error;
  }

  /** What the scope raises when the body raised `error`: both errors if a greenlet failed with another one. */
  errorWith(error: unknown): unknown {
    if (this.failed === null || this.failed.error === error) return error;
    if (!(error instanceof GreenletExit)) return new AggregateError([this.failed.error, error]);
    this.failed.ignore();
    return error;
  }

  private childEnded(task: GreenletTask<unknown>): void {
    if (task.successful || this.failed !== null || this.closed) return;
    task.observe();
    this.failed = task;
    this.interruption = new Interruption(this.owner, task.error);
    this.interruption.raise();
  }
}
