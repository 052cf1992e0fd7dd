// Cells of shared memory.

/** 32-bit integers that threads share. */
export function sharedCells(
  ...values: number[]
): Int32Array<SharedArrayBuffer> {
  const bytes = 4 * values.length;
  const cells = new Int32Array(
    new SharedArrayBuffer(bytes),
  );
  cells.set(values);
  return cells;
}

/**
 * Blocks the thread while a cell has this value. In a loop: a
 * notify may come after its change was seen, and wake the
 * thread's next wait.
 */
export function sleepWhile(
  cells: Int32Array,
  index: number,
  value: number,
): void {
  while (Atomics.load(cells, index) === value)
    Atomics.wait(cells, index, value);
}
