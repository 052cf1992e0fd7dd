// Idiom 14: a pipe, with and without marshalling.

import { checkSizes } from '../sizes.ts';
import { Queue } from './queue.ts';

/**
 * Sends `messages` messages of `bytes` bytes to a task, and returns
 * the bytes received. Tasks of one thread share memory: a message
 * is a reference, whatever its size. A `copy` keeps the sender from
 * changing it afterwards, and costs time for every byte.
 */
export async function pipe(
  bytes: number,
  messages: number,
  copy = (message: Uint8Array) => message,
): Promise<number> {
  checkSizes({ bytes, messages });
  const queue = new Queue<Uint8Array>(1);
  let received = 0;
  async function receive() {
    for (let i = 0; i < messages; i += 1)
      received += (await queue.get()).length;
  }
  const receiving = receive();
  const message = new Uint8Array(bytes);
  for (let i = 0; i < messages; i += 1)
    await queue.put(copy(message));
  await receiving;
  return received;
}
