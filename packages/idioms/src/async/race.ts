// Idiom 1: a race.

/**
 * Two tasks write what the other reads. An async function runs
 * at once, up to its first await: `multiply` has none, so it has
 * ended before the main line goes on. One outcome, 4 2: b = 1 * 2,
 * then a = 2 * 2.
 */
export async function race(): Promise<[number, number]> {
  let a = 1;
  let b = 2;
  async function multiply() {
    b = a * b;
  }
  const task = multiply();
  a = b * b;
  await task;
  return [a, b];
}
