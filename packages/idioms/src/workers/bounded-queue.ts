// Idiom 9: a bounded queue between a fast producer and a slow
// consumer.

import { checkSizes } from '../sizes.ts';
import { Queue } from './queue.ts';
import { Threads } from './threads.ts';

/**
 * The producer waits while the queue is full, so that it is never
 * longer than `capacity`. It blocks within `put`, at any depth
 * of calls: no caller can forget to await it.
 * @throws RangeError
 */
export async function boundedQueue(
  capacity: number,
  items: number,
): Promise<{ sum: number; longest: number }> {
  checkSizes({ capacity }, 1, 2 ** 26);
  checkSizes({ items }, 0, 2 ** 31 - 1);
  const { cells } = Queue.create(capacity);
  await using threads = new Threads(import.meta.url);
  const producer = threads.spawn(produce, cells, items);
  const consumer = threads.spawn(consume, cells, items);
  const longest = await producer.join();
  return { sum: await consumer.join(), longest };
}

export function produce(
  cells: Int32Array,
  items: number,
): number {
  const queue = new Queue(cells);
  let longest = 0;
  for (let i = 1; i <= items; i += 1) {
    queue.put(i);
    longest = Math.max(longest, queue.size);
  }
  return longest;
}

export function consume(
  cells: Int32Array,
  items: number,
): number {
  const queue = new Queue(cells);
  let sum = 0;
  for (let i = 1; i <= items; i += 1) {
    sum += queue.take();
    work();
  }
  return sum;
}

/** Slow: about a microsecond. */
function work(): void {
  for (let i = 0; i < 1000; i += 1);
}
