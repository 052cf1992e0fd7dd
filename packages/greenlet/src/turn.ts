// The next turn of the event loop: `setImmediate` where there is one, a message channel in browsers.

/** Calls back on the next turn, after I/O and timers that are due. Not after a minimum of milliseconds, as `setTimeout` may. */
export const nextTurn: (callback: () => void) => void =
  typeof setImmediate === 'function' ? (callback) => void setImmediate(callback) : byMessage();

function byMessage(): (callback: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const callbacks: (() => void)[] = [];
  port1.onmessage = () => callbacks.shift()?.();
  return (callback) => {
    callbacks.push(callback);
    port2.postMessage(null);
  };
}
