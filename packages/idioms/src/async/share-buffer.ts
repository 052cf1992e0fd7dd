// Idiom 14, the other half: a buffer that two tasks share.

import { checkSizes } from '../sizes.ts';
import { Queue } from './queue.ts';

/**
 * Does what `pipe` does with what both tasks reach: a queue hands
 * over a reference, and with it the right to use the bytes. Nothing
 * is copied, at any size; two buffers go to and fro.
 */
export async function shareBuffer(
  bytes: number,
  messages: number,
): Promise<number> {
  checkSizes({ bytes }, 1);
  checkSizes({ messages });
  const full = new Queue<Uint8Array>(1);
  const empty = new Queue<Uint8Array>(2);
  await empty.put(new Uint8Array(bytes));
  await empty.put(new Uint8Array(bytes));
  async function send() {
    for (let i = 0; i < messages; i += 1) {
      const buffer = await empty.get();
      buffer[bytes - 1] = i;
      await full.put(buffer);
    }
  }
  let received = 0;
  async function receive() {
    for (let i = 0; i < messages; i += 1) {
      const buffer = await full.get();
      received += buffer.length;
      await empty.put(buffer);
    }
  }
  await Promise.all([send(), receive()]);
  return received;
}
