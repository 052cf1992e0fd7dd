// Idiom 9: a bounded queue between a fast producer and a slow
// consumer.

import {
  type Green,
  Group,
  Queue,
  sleep,
} from '@three-ways/greenlet';
import { checkSizes } from '../sizes.ts';

/**
 * The producer waits while the queue is full, so that it is never
 * longer than `capacity`. `put` without `yield*` would do nothing
 * at all: backpressure can't be forgotten, but an item can.
 */
export function* boundedQueue(
  capacity: number,
  items: number,
): Green<{ sum: number; longest: number }> {
  checkSizes({ capacity }, 1);
  checkSizes({ items });
  const queue = new Queue<number>({ capacity });
  let sum = 0;
  let longest = 0;
  function* produce(): Green<void> {
    for (let i = 1; i <= items; i += 1) yield* queue.put(i);
  }
  using producing = new Group();
  producing.spawn(produce());
  for (let i = 1; i <= items; i += 1) {
    longest = Math.max(longest, queue.size);
    sum += yield* queue.get();
    yield* sleep(0); // slow: the producer runs meanwhile
  }
  return { sum, longest };
}
