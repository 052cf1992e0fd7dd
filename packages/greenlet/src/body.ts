// Bodies of greenlets: each can be run once.

import { UsageError } from './errors.ts';
import type { Body, Green, Parked } from './public.ts';
import { PendingWait } from './wait.ts';

const used: unique symbol = Symbol('used as a body');

/** The iterator of a body that has not been used. @throws UsageError if it has been, or is no body */
export function iteratorOf<T>(body: Green<T>): Iterator<Parked, T, unknown> {
  if (typeof body?.[Symbol.iterator] !== 'function')
    throw new UsageError(
      `a body can't be ${String(body)}: give a generator function (function*), its call, or a wait`,
    );
  const iterator = body[Symbol.iterator]() as Iterator<Parked, T, unknown> & { [used]?: true };
  if (iterator instanceof PendingWait) return iterator; // has refused by itself
  if (iterator[used]) throw new UsageError('a generator can be run once: call its function again');
  iterator[used] = true;
  return iterator;
}

/** The body as something to `yield*`, once. */
export function once<T>(body: Body<T>): Green<T> {
  const iterator = iteratorOf(typeof body === 'function' ? body() : body);
  return { [Symbol.iterator]: () => iterator };
}
