// Idiom 14: a pipe with marshalling.

import { checkSizes } from '../sizes.ts';
import { Queue } from './queue.ts';

/**
 * Sends `messages` messages of `bytes` bytes to a task, and returns
 * the bytes received. A structured clone encodes and decodes each,
 * so that no change of the sender's shows on the other side, and
 * costs time for every byte. Compare `shareBuffer`.
 */
export async function pipe(
  bytes: number,
  messages: number,
): Promise<number> {
  checkSizes({ bytes }, 1);
  checkSizes({ messages });
  const queue = new Queue<Uint8Array>(1);
  async function send() {
    const message = new Uint8Array(bytes);
    for (let i = 0; i < messages; i += 1) {
      message[bytes - 1] = i;
      await queue.put(structuredClone(message));
    }
  }
  let received = 0;
  async function receive() {
    for (let i = 0; i < messages; i += 1)
      received += (await queue.get()).length;
  }
  await Promise.all([send(), receive()]);
  return received;
}
