// Callbacks of abort signals. EventTarget compares each new listener with all others, so that twenty thousand requests with
// one signal took half a minute. Here a signal has one listener, however many its callbacks are.

import { Aborted } from './errors.ts';

interface Callbacks {
  readonly pending: Set<() => void>;
  readonly listener: () => void;
}

const callbacksOf = new WeakMap<AbortSignal, Callbacks>();

/** Calls back when the signal fires, or at once if it has fired, unless disposed of before. A callback is registered once. */
export function onAbort(signal: AbortSignal, callback: () => void): Disposable {
  if (signal.aborted) callback();
  else (callbacksOf.get(signal) ?? listenTo(signal)).pending.add(callback);
  return { [Symbol.dispose]: () => remove(signal, callback) };
}

/** As the promise. @throws Aborted if the signal fires first */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const registration = onAbort(signal, () => reject(new Aborted('the signal fired before the answer came')));
  return Promise.race([promise, aborted]).finally(() => registration[Symbol.dispose]());
}

function listenTo(signal: AbortSignal): Callbacks {
  const pending = new Set<() => void>();
  const listener = () => {
    callbacksOf.delete(signal);
    for (const callback of pending) callback();
  };
  signal.addEventListener('abort', listener, { once: true });
  callbacksOf.set(signal, { pending, listener });
  return callbacksOf.get(signal)!;
}

/** Leaves no listener on a signal without callbacks. */
function remove(signal: AbortSignal, callback: () => void): void {
  const callbacks = callbacksOf.get(signal);
  if (!callbacks?.pending.delete(callback) || callbacks.pending.size > 0) return;
  callbacksOf.delete(signal);
  signal.removeEventListener('abort', callbacks.listener);
}
