// Idiom 14: a pipe with marshalling.

import {
  type Green,
  Group,
  Queue,
} from '@three-ways/greenlet';
import { checkSizes } from '../sizes.ts';

/**
 * Sends `messages` messages of `bytes` bytes to a task, and returns
 * the bytes received. A structured clone encodes and decodes each,
 * so that no change of the sender's shows on the other side, and
 * costs time for every byte. Compare `shareBuffer`.
 */
export function* pipe(
  bytes: number,
  messages: number,
): Green<number> {
  checkSizes({ bytes }, 1);
  checkSizes({ messages });
  const queue = new Queue<Uint8Array>({ capacity: 1 });
  function* send(): Green<void> {
    const message = new Uint8Array(bytes);
    for (let i = 0; i < messages; i += 1) {
      message[bytes - 1] = i;
      yield* queue.put(structuredClone(message));
    }
  }
  using sending = new Group();
  sending.spawn(send());
  let received = 0;
  for (let i = 0; i < messages; i += 1)
    received += (yield* queue.get()).length;
  return received;
}
