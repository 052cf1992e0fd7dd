// Idiom 14: a pipe, with and without marshalling.

import {
  type Green,
  Group,
  Queue,
} from '@three-ways/greenlet';
import { checkSizes } from '../sizes.ts';

/**
 * Sends `messages` messages of `bytes` bytes to a task, and returns
 * the bytes received. Greenlets share memory: a message is a
 * reference, whatever its size. A `copy` keeps the sender from
 * changing it afterwards, and costs time for every byte.
 */
export function* pipe(
  bytes: number,
  messages: number,
  copy = (message: Uint8Array) => message,
): Green<number> {
  checkSizes({ bytes, messages });
  const queue = new Queue<Uint8Array>({ capacity: 1 });
  let received = 0;
  function* receive(): Green<void> {
    for (let i = 0; i < messages; i += 1)
      received += (yield* queue.get()).length;
  }
  using receiving = new Group();
  receiving.spawn(receive());
  const message = new Uint8Array(bytes);
  for (let i = 0; i < messages; i += 1)
    yield* queue.put(copy(message));
  yield* receiving.join({ raiseError: true });
  return received;
}
