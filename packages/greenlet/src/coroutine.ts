// The execution of a greenlet: a generator that is resumed from wait to wait, its state, its current wait and its cancel
// status. How others use it (join, link, kill …) is in greenlet-task.ts.

import { iteratorOf } from './body.ts';
import { type Cancellable, CancelStatus } from './cancel-status.ts';
import { current, type RunningGreenlet } from './current.ts';
import { UsageError } from './errors.ts';
import { Interruption } from './interruption.ts';
import { type Link, unlink } from './linked-list.ts';
import type { Body, Green, Parked } from './public.ts';
import type { Runnable } from './run-queue.ts';
import type { Scheduler } from './scheduler.ts';
import { sleep } from './sleep.ts';
import type { PendingWait, Waiter } from './wait.ts';

type Outcome = 'returned' | 'failed' | 'killed';

type State = 'new' | 'starting' | 'running' | 'waiting' | 'ready' | Outcome;

export abstract class Coroutine<T> implements Link, Runnable, Waiter, RunningGreenlet, Cancellable {
  // Assigned in the constructor, which is faster than field initialisers.
  declare previous: Link | null;
  declare following: Link | null;
  declare readonly hub: Scheduler;
  /** Its name, or the function to take it from on demand, which is too slow for every spawn. */
  declare private label: string | (() => Green<T>) | null;
  declare protected state: State;
  /** The function to call for its iterator; else that. */
  declare private code: (() => Green<T>) | Iterator<Parked, T, unknown> | null;
  /** Current wait, until it has resumed from it; null while running. */
  declare private wait: PendingWait<unknown> | null;
  /** Created on demand. */
  declare private cancelStatus: CancelStatus | null;
  /** Return value or error. */
  declare protected outcome: unknown;

  constructor(hub: Scheduler, body: Body<T>, name?: string) {
    this.previous = null;
    this.following = null;
    this.hub = hub;
    this.label = name ?? (typeof body === 'function' ? body : null);
    this.state = 'new';
    this.code = typeof body === 'function' ? body : iteratorOf(body);
    this.wait = null;
    this.cancelStatus = null;
    this.outcome = undefined;
  }

  get name(): string {
    if (typeof this.label !== 'string') this.label = this.label?.name || `greenlet-${this.hub.nextNumber()}`;
    return this.label;
  }

  get killed(): boolean {
    return this.state === 'killed' || (this.cancelStatus?.killRequested ?? false);
  }

  get waitsFor(): string | null {
    return this.wait === null ? null : this.wait.describe();
  }

  start(): this {
    if (this.state !== 'new') return this;
    this.state = 'starting';
    this.hub.schedule(this);
    return this;
  }

  startLater(ms: number): this {
    if (this.state !== 'new') return this;
    this.wait = sleep(ms) as PendingWait<void>;
    this.state = 'starting';
    this.wait.park(this);
    this.hub.waiting.push(this);
    return this;
  }

  throw(error: unknown): void {
    this.interrupt(new Interruption(this, error));
  }

  park(wait: PendingWait<unknown>): void {
    this.wait = wait;
    this.state = 'waiting';
    if (this.cancelStatus === null || this.cancelStatus.mayWait()) wait.park(this);
    else this.makeReady();
    if (this.state === 'waiting' && this.previous === null) this.hub.waiting.push(this);
  }

  /** Lets others run before it tries a wait that is ready. */
  pause(wait: PendingWait<unknown>): void {
    this.wait = wait;
    this.state = 'ready';
    this.hub.schedule(this);
  }

  woken(_wait: PendingWait<unknown>): void {
    if (this.state === 'starting') this.hub.schedule(this);
    else this.makeReady();
  }

  /** Runs until the next wait or the end. Called by the hub. */
  step(): void {
    if (this.hasEnded()) return;
    const outer = current.greenlet;
    current.greenlet = this;
    current.readyWaits = 0;
    current.tracker?.check(this);
    try {
      const result = this.resume();
      if (result.done) this.end(this.cancelStatus?.graceExpired ? 'killed' : 'returned', result.value);
      else if (this.state === 'running') this.rejectBareYield();
    } catch (error) {
      if (this.cancelStatus?.isExit(error)) this.end('killed');
      else this.end('failed', error);
    } finally {
      current.greenlet = outer;
    }
  }

  /** Raises an error at its wait; at its next one if it is running or ready. */
  interrupt(interruption: Interruption): void {
    if (this.hasEnded() || interruption.previous !== null) return;
    this.ensureCancelStatus().add(interruption);
    interruption.delivered = this.state === 'waiting';
    this.endWait();
  }

  /** Ends its current wait, so that it resumes and its pending error is raised. */
  endWait(): void {
    if (this.state !== 'waiting') return;
    this.wait!.abandon();
    this.makeReady();
  }

  protected requestKill(): void {
    if (this.hasEnded() || this.killed) return;
    this.ensureCancelStatus().requestKill();
    this.wait?.abandon();
    if (this.state === 'waiting') this.makeReady();
    if (this.state === 'new' || this.state === 'starting') this.end('killed');
  }

  protected abstract hasEnded(): boolean;

  /** Called when it has ended. */
  protected abstract onEnd(): void;

  private makeReady(): void {
    if (this.state !== 'waiting') return;
    this.state = 'ready';
    this.hub.schedule(this);
  }

  private resume(): IteratorResult<Parked, T> {
    const { wait, cancelStatus } = this;
    const iterator = this.state === 'starting' ? this.open() : (this.code as Iterator<Parked, T, unknown>);
    this.state = 'running';
    this.wait = null;
    return cancelStatus === null ? iterator.next() : cancelStatus.resume(iterator, wait);
  }

  private open(): Iterator<Parked, T, unknown> {
    const { code } = this;
    if (typeof code === 'function') this.code = iteratorOf(code());
    return this.code as Iterator<Parked, T, unknown>;
  }

  private ensureCancelStatus(): CancelStatus {
    this.cancelStatus ??= new CancelStatus(this);
    return this.cancelStatus;
  }

  /** It has yielded something other than a wait. */
  private rejectBareYield(): void {
    const error = new UsageError(`${this.name} must wait with yield*, not with yield`);
    this.ensureCancelStatus().add(new Interruption(this, error));
    this.state = 'ready';
    this.hub.schedule(this);
  }

  private end(how: Outcome, outcome?: unknown): void {
    this.state = how;
    this.outcome = outcome;
    this.cancelStatus?.end();
    this.cancelStatus = null;
    this.code = null;
    this.wait = null;
    unlink(this);
    current.tracker?.check(this);
    this.onEnd();
  }
}
