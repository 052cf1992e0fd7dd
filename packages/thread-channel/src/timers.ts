// Timers, turns of the event loop and abort signals, in Node, Bun, Deno and browsers alike.

/** The longest delay of `setTimeout` (ms). */
const longestTimer = 2 ** 31 - 1;

/** Calls back after `ms` ms, however many; never for Infinity. Returns the cancellation. */
export function after(ms: number, callback: () => void): () => void {
  if (ms === Number.POSITIVE_INFINITY) return () => {};
  let timer = setTimeout(fire, Math.min(Math.max(ms, 0), longestTimer));
  function fire(): void {
    if (ms <= longestTimer) return callback();
    ms -= longestTimer;
    timer = setTimeout(fire, Math.min(ms, longestTimer));
  }
  return () => clearTimeout(timer);
}

/** Resolves in a later turn of the event loop, so that timers and I/O that are due run first. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => (typeof setImmediate === 'function' ? setImmediate : postTask)(resolve));
}

/** `setImmediate` for browsers: `setTimeout` would wait 4 ms there. */
function postTask(callback: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(null);
}

interface AbortListener {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const listeners = new WeakMap<AbortSignal, AbortListener>();

/**
 * Calls back when the signal aborts. Returns the cancellation, after which the signal keeps no reference. A signal has one
 * listener of this package however many waits use it, because adding and removing one costs time in their number.
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return () => {};
  const { callbacks, listener } = listeners.get(signal) ?? listenTo(signal);
  callbacks.add(callback);
  return () => {
    if (!callbacks.delete(callback) || callbacks.size > 0) return;
    signal.removeEventListener('abort', listener);
    listeners.delete(signal);
  };
}

function listenTo(signal: AbortSignal): AbortListener {
  const callbacks = new Set<() => void>();
  const listener = () => {
    for (const callback of [...callbacks]) callback();
  };
  const made = { callbacks, listener };
  listeners.set(signal, made);
  signal.addEventListener('abort', listener);
  return made;
}
