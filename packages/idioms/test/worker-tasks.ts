// Functions that the tests of `Threads` run in threads.

export function fail(message: string): never {
  throw new TypeError(message);
}

/** Sleeps until it is terminated. */
export function sleepForEver(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

export function exit(code: number): void {
  process.exit(code);
}

/** Adds ones as idiom 4 does, but without its lock. */
export function addOnesUnlocked(total: Int32Array, times: number): void {
  for (let i = 0; i < times; i += 1) {
    const read = total[0]!;
    total[0] = read + 1;
  }
}

/** Says that it waits, and stores 2 if it cleans up. */
export function waitAndCleanUp(state: Int32Array): void {
  try {
    Atomics.store(state, 0, 1);
    Atomics.wait(state, 0, 1);
  } finally {
    Atomics.store(state, 0, 2);
  }
}
