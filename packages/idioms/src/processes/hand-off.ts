// Idiom 2: a hand-off.

import { checkSizes } from '../sizes.ts';
import { Children } from './children.ts';
import { receive, send } from './parent.ts';

/**
 * The race with a hand-off: one outcome, 4 2. The message is the
 * hand-off and what is handed over: the values must travel with it.
 * @throws RangeError
 */
export async function handOff(
  times = 1,
): Promise<[number, number]> {
  checkSizes({ times }, 1);
  let a = 1;
  let b = 2;
  await using children = new Children(import.meta.url);
  const child = children.fork(multiply, times);
  for (let i = 0; i < times; i += 1) {
    [a, b] = [1, 2];
    await child.send({ a, b });
    b = await child.receive(); // operationDone
    a = b * b;
  }
  await child.join();
  return [a, b];
}

export async function multiply(times: number) {
  for (let i = 0; i < times; i += 1) {
    const { a, b } = await receive<Operands>();
    await send(a * b);
  }
}

interface Operands {
  readonly a: number;
  readonly b: number;
}
