// Idiom 2: a hand-off.

/**
 * The race with a hand-off: the main line goes on when the task
 * says that it has multiplied. One outcome in every model, 4 2.
 * A promise is a hand-off: it is settled once and may be awaited
 * before or after that.
 */
export async function handOff(): Promise<[number, number]> {
  let a = 1;
  let b = 2;
  const operationDone = Promise.withResolvers<void>();
  async function multiply() {
    b = a * b;
    operationDone.resolve();
  }
  const task = multiply();
  await operationDone.promise;
  a = b * b;
  await task;
  return [a, b];
}
