// Idiom 9: a bounded queue between a fast producer and a slow
// consumer.

import { checkSizes } from '../sizes.ts';
import { Children } from './children.ts';
import { receive, send } from './parent.ts';

/**
 * The producer waits while the queue is full, so that it is never
 * longer than `capacity`. A pipe holds as many bytes as the kernel
 * likes, so the bound is a window of credits, as in HTTP/2: one
 * for each free place, given back with each item taken.
 * @throws RangeError
 */
export async function boundedQueue(
  capacity: number,
  items: number,
): Promise<{ sum: number; longest: number }> {
  checkSizes({ capacity }, 1);
  checkSizes({ items });
  await using children = new Children(import.meta.url);
  const producer = children.fork(produce, capacity, items);
  let sum = 0;
  let longest = 0;
  for (let i = 0; i < items; i += 1) {
    const item = await producer.receive<number>();
    longest = Math.max(
      longest,
      1 + producer.waitingMessages,
    );
    sum += item;
    await producer.send('credit');
  }
  await producer.join();
  return { sum, longest };
}

export async function produce(
  capacity: number,
  items: number,
) {
  let credits = capacity;
  for (let i = 1; i <= items; i += 1) {
    if (credits === 0) await receive();
    else credits -= 1;
    await send(i);
  }
}
