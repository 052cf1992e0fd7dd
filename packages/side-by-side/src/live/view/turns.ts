// `setImmediate` for browsers: what the virtual clocks use to let promises settle before time moves on.

/** Defines it where it is missing: a message to oneself comes after all microtasks, and, unlike a timer, at once. */
export function provideTurns(): void {
  const scope = globalThis as { setImmediate?: (callback: () => void) => void };
  if (scope.setImmediate !== undefined) return;
  const waiting: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => waiting.shift()?.();
  scope.setImmediate = (callback) => {
    waiting.push(callback);
    port2.postMessage(null);
  };
}
