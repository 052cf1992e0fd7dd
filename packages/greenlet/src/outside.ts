// The bridges to code that is no greenlet: promises and abort signals.

import { current } from './current.ts';
import { Misuse } from './errors.ts';
import { Interruption } from './interruption.ts';
import { Kind, Wait } from './wait.ts';

/** Waits for a promise. Raises what it rejects with. */
export function promised<T>(promise: PromiseLike<T>): Wait<T> {
  return new Wait(new Promising(promise), null);
}

/** Waits until the signal fires, for its reason: as a case of `select`, the cancellation. */
export function aborted(signal: AbortSignal): Wait<unknown> {
  return new Wait(new Aborting(signal), null);
}

/**
 * Within a scope, raises the signal's reason in the greenlet when the signal fires.
 *
 *     using _ = obey(signal);
 *
 * @throws the reason, if it has fired
 */
export function obey(signal: AbortSignal): Disposable {
  signal.throwIfAborted();
  const { greenlet } = current;
  if (greenlet === null) throw new Misuse('only a greenlet can obey a signal');
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

/** Waits for what code outside does; until then there is no deadlock. */
abstract class OutsideWait<T> extends Kind<T, unknown> {
  private hold: Disposable | null = null;

  enlist(wait: Wait<T>): void {
    this.hold = wait.hub.hold();
    this.listen(wait);
  }

  /** Nobody listens any more. */
  override withdraw(): void {
    this.hold?.[Symbol.dispose]();
    this.hold = null;
  }

  protected abstract listen(wait: Wait<T>): void;

  /** Ends the wait, unless nobody listens any more. */
  protected settle(wait: Wait<T>, end: () => void): void {
    if (this.hold === null) return;
    this.withdraw();
    end();
    wait.wake();
  }
}

class Promising<T> extends OutsideWait<T> {
  private readonly promise: PromiseLike<T>;

  constructor(promise: PromiseLike<T>) {
    super();
    this.promise = promise;
  }

  /** Nobody can tell by looking at a promise. */
  ready(): boolean {
    return false;
  }

  commit(): void {}

  protected listen(wait: Wait<T>): void {
    this.promise.then(
      (value) => this.settle(wait, () => wait.succeed(value)),
      (error) => this.settle(wait, () => wait.fail(error)),
    );
  }

  describe(): string {
    return 'a promise';
  }
}

class Aborting extends OutsideWait<unknown> {
  private readonly signal: AbortSignal;
  private onAbort = (): void => {};

  constructor(signal: AbortSignal) {
    super();
    this.signal = signal;
  }

  ready(): boolean {
    return this.signal.aborted;
  }

  commit(wait: Wait<unknown>): void {
    wait.succeed(this.signal.reason);
  }

  override withdraw(): void {
    super.withdraw();
    this.signal.removeEventListener('abort', this.onAbort);
  }

  protected listen(wait: Wait<unknown>): void {
    this.onAbort = () => this.settle(wait, () => this.commit(wait));
    this.signal.addEventListener('abort', this.onAbort);
  }

  describe(): string {
    return 'an abort signal';
  }
}
