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
