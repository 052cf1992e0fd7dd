// Bridges to promises and abort signals.

import { current } from './current.ts';
import { UsageError } from './errors.ts';
import { Interruption } from './interruption.ts';
import type { Wait } from './public.ts';
import { PendingWait, WaitKind } from './wait.ts';

/** Waits for a promise. Raises what it rejects with. */
export function fromPromise<T>(promise: PromiseLike<T>): Wait<T> {
  return new PendingWait(new PromiseWait(promise), null);
}

/** Waits until the signal fires, for its reason: as a case of `select`, the cancellation. */
export function aborted(signal: AbortSignal): Wait<unknown> {
  return new PendingWait(new AbortWait(signal), null);
}

/**
 * Within a scope, raises the signal's reason in the greenlet when the signal fires.
 *
 *     using _ = throwOnAbort(signal);
 *
 * @throws the reason, if it has fired; UsageError outside of greenlets
 */
export function throwOnAbort(signal: AbortSignal): Disposable {
  signal.throwIfAborted();
  const { greenlet } = current;
  if (greenlet === null) throw new UsageError('throwOnAbort works in a greenlet only');
  let interruption: Interruption | null = null;
  const abort = () => {
    interruption = new Interruption(greenlet, signal.reason);
    interruption.raise();
  };
  signal.addEventListener('abort', abort, { once: true });
  return {
    [Symbol.dispose]() {
      signal.removeEventListener('abort', abort);
      interruption?.cancel();
    },
  };
}

/** Waits for code outside of the hub, and holds the hub meanwhile: no deadlock. */
abstract class OutsideWait<T> extends WaitKind<T, unknown> {
  private hold: Disposable | null = null;

  override register(wait: PendingWait<T>): void {
    this.hold = wait.hub.hold();
    this.listen(wait);
  }

  override cancel(): void {
    this.hold?.[Symbol.dispose]();
    this.hold = null;
  }

  protected abstract listen(wait: PendingWait<T>): void;

  /** Ends the wait, unless it is cancelled. */
  protected settle(wait: PendingWait<T>, end: () => void): void {
    if (this.hold === null) return;
    this.cancel();
    end();
    wait.wake();
  }
}

class PromiseWait<T> extends OutsideWait<T> {
  private readonly promise: PromiseLike<T>;

  constructor(promise: PromiseLike<T>) {
    super();
    this.promise = promise;
  }

  /** A promise cannot be inspected. */
  override ready(): boolean {
    return false;
  }

  override commit(): void {}

  protected override listen(wait: PendingWait<T>): void {
    this.promise.then(
      (value) => this.settle(wait, () => wait.succeed(value)),
      (error) => this.settle(wait, () => wait.fail(error)),
    );
  }

  override describe(): string {
    return 'a promise';
  }
}

class AbortWait extends OutsideWait<unknown> {
  private readonly signal: AbortSignal;
  private onAbort = (): void => {};

  constructor(signal: AbortSignal) {
    super();
    this.signal = signal;
  }

  override ready(): boolean {
    return this.signal.aborted;
  }

  override commit(wait: PendingWait<unknown>): void {
    wait.succeed(this.signal.reason);
  }

  override cancel(): void {
    super.cancel();
    this.signal.removeEventListener('abort', this.onAbort);
  }

  protected override listen(wait: PendingWait<unknown>): void {
    this.onAbort = () => this.settle(wait, () => this.commit(wait));
    this.signal.addEventListener('abort', this.onAbort);
  }

  override describe(): string {
    return 'an abort signal';
  }
}
