// Idiom 1: a race.

import { Children } from './children.ts';
import { send } from './parent.ts';

/**
 * Nothing to race for: processes share no memory. The child gets
 * copies of a and b, and its b comes back as a message. One
 * outcome, 4 2: the copies were made before a changed.
 */
export async function race(): Promise<[number, number]> {
  let a = 1;
  let b = 2;
  await using children = new Children(import.meta.url);
  const child = children.fork(multiply, a, b);
  a = b * b;
  b = await child.receive();
  return [a, b];
}

export async function multiply(a: number, b: number) {
  await send(a * b);
}
