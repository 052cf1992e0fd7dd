// Bridges to promises and abort signals.

import { onAbort } from './abort-state.ts';
import { current } from './current.ts';
import { UsageError } from './errors.ts';
import { Interruption } from './interruption.ts';
import { LinkedList } from './linked-list.ts';
import type { AbortSignalLike, Wait } from './public.ts';
import { PendingWait, WaitKind } from './wait.ts';

/** Waits for a promise. Raises what it rejects with. @throws UsageError if it is no promise */
export function fromPromise<T>(promise: PromiseLike<T>): Wait<T> {
  if (typeof promise?.then !== 'function')
    throw new UsageError(`fromPromise can't wait for ${String(promise)}: give a promise`);
  const state = states.get(promise) ?? new PromiseState(promise);
  states.set(promise, state);
  return new PendingWait(settling, state) as Wait<T>;
}

/** Waits until the signal fires, for its reason: as a case of `select`, the cancellation. */
export function aborted(signal: AbortSignalLike): Wait<unknown> {
  return new PendingWait(new AbortWait(signal), null);
}

/**
 * Within a scope, raises the signal's reason in the greenlet when the signal fires.
 *
 *     using _ = throwOnAbort(signal);
 *
 * @throws the reason, if it has fired; UsageError outside of greenlets
 */
export function throwOnAbort(signal: AbortSignalLike): Disposable {
  if (signal.aborted) throw signal.reason;
  const { greenlet } = current;
  if (greenlet === null) throw new UsageError('throwOnAbort works in a greenlet only');
  let interruption: Interruption | null = null;
  const listener = onAbort(signal, () => {
    interruption = new Interruption(greenlet, signal.reason);
    interruption.raise();
  });
  return {
    [Symbol.dispose]() {
      listener[Symbol.dispose]();
      interruption?.cancel();
    },
  };
}

/** A promise and its waiters. One reaction serves all waits, so that losing races leaves nothing on the promise. */
class PromiseState {
  state: 'pending' | 'fulfilled' | 'rejected' = 'pending';
  outcome: unknown = undefined;
  readonly waits = new LinkedList<PendingWait<unknown>>();

  constructor(promise: PromiseLike<unknown>) {
    promise.then(
      (value) => this.settle('fulfilled', value),
      (error) => this.settle('rejected', error),
    );
  }

  private settle(state: 'fulfilled' | 'rejected', outcome: unknown): void {
    this.state = state;
    this.outcome = outcome;
    for (let wait = this.waits.shift(); wait !== null; wait = this.waits.shift()) {
      wait.hub.release();
      wait.finish();
    }
  }
}

const states = new WeakMap<PromiseLike<unknown>, PromiseState>();

class PromiseWait extends WaitKind<unknown, PromiseState> {
  override ready({ state }: PromiseState): boolean {
    return state !== 'pending';
  }

  override commit(wait: PendingWait<unknown>, { state, outcome }: PromiseState): void {
    if (state === 'rejected') wait.fail(outcome);
    else wait.succeed(outcome);
  }

  override register(wait: PendingWait<unknown>, { waits }: PromiseState): void {
    wait.hub.retain();
    waits.push(wait);
  }

  override cancel(wait: PendingWait<unknown>): void {
    wait.hub.release();
  }

  override describe(): string {
    return 'a promise';
  }
}

const settling = new PromiseWait();

class AbortWait extends WaitKind<unknown, null> {
  private readonly signal: AbortSignalLike;
  private listener: Disposable | null = null;

  constructor(signal: AbortSignalLike) {
    super();
    this.signal = signal;
  }

  override ready(): boolean {
    return this.signal.aborted;
  }

  override commit(wait: PendingWait<unknown>): void {
    wait.succeed(this.signal.reason);
  }

  override register(wait: PendingWait<unknown>): void {
    wait.hub.retain();
    this.listener = onAbort(this.signal, () => {
      wait.hub.release();
      wait.finish();
    });
  }

  override cancel(wait: PendingWait<unknown>): void {
    this.listener?.[Symbol.dispose]();
    wait.hub.release();
  }

  override describe(): string {
    return 'an abort signal';
  }
}
