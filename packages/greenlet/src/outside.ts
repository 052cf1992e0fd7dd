// The bridges to code that is no greenlet: promises and abort signals.

import { current } from './current.ts';
import { Misuse } from './errors.ts';
import { Interruption } from './interruption.ts';
import { Wait } from './wait.ts';

/** Waits for a promise. Raises what it rejects with. */
export function promised<T>(promise: PromiseLike<T>): Wait<T> {
  return new Promised(promise);
}

/** Waits until the signal fires, for its reason: as a case of `select`, the cancellation. */
export function aborted(signal: AbortSignal): Wait<unknown> {
  return new AbortWait(signal);
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

/** Waits for what code outside will do; until then there is no deadlock. */
abstract class OutsideWait<T> extends Wait<T> {
  protected hold: Disposable | null = null;

  protected enlist(): void {
    this.hold = this.waiter!.hub.hold();
    this.listen();
  }

  override withdraw(): void {
    super.withdraw();
    this.hold?.[Symbol.dispose]();
    this.hold = null;
  }

  protected abstract listen(): void;
}

class Promised<T> extends OutsideWait<T> {
  private readonly promise: PromiseLike<T>;

  constructor(promise: PromiseLike<T>) {
    super();
    this.promise = promise;
  }

  /** That can't be seen from outside a promise. */
  ready(): boolean {
    return false;
  }

  commit(): void {}

  protected listen(): void {
    this.promise.then(
      (value) => this.settle(() => this.succeed(value)),
      (error) => this.settle(() => this.fail(error)),
    );
  }

  describe(): string {
    return 'a promise';
  }

  /** Unless nobody waits any more. */
  private settle(end: () => void): void {
    if (this.hold === null) return;
    end();
    this.wake();
  }
}

class AbortWait extends OutsideWait<unknown> {
  private readonly signal: AbortSignal;
  private readonly onAbort = (): void => this.finish();

  constructor(signal: AbortSignal) {
    super();
    this.signal = signal;
  }

  ready(): boolean {
    return this.signal.aborted;
  }

  commit(): void {
    this.succeed(this.signal.reason);
  }

  override withdraw(): void {
    super.withdraw();
    this.signal.removeEventListener('abort', this.onAbort);
  }

  protected listen(): void {
    this.signal.addEventListener('abort', this.onAbort);
  }

  describe(): string {
    return 'an abort signal';
  }
}
