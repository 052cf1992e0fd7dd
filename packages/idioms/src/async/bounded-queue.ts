// Idiom 9: a bounded queue between a fast producer and a slow
// consumer.

import { checkSizes } from '../sizes.ts';
import { Queue } from './queue.ts';

/**
 * The producer waits while the queue is full, so that it is never
 * longer than `capacity`. An async function that didn't await
 * `put` would lose that: backpressure is what a caller waits for.
 */
export async function boundedQueue(
  capacity: number,
  items: number,
): Promise<{ sum: number; longest: number }> {
  checkSizes({ capacity }, 1);
  checkSizes({ items });
  const queue = new Queue<number>(capacity);
  let sum = 0;
  let longest = 0;
  async function produce() {
    for (let i = 1; i <= items; i += 1) await queue.put(i);
  }
  async function consume() {
    for (let i = 1; i <= items; i += 1) {
      longest = Math.max(longest, queue.size);
      sum += await queue.get();
      await work();
    }
  }
  await Promise.all([produce(), consume()]);
  return { sum, longest };
}

/** Slow: others run more than once meanwhile. */
async function work(): Promise<void> {
  for (let i = 0; i < 4; i += 1) await null;
}
