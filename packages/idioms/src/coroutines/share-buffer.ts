// Idiom 14, the other half: a buffer that two tasks share.

import {
  type Green,
  Group,
  Queue,
} from '@three-ways/greenlet';
import { checkSizes } from '../sizes.ts';

/**
 * Does what `pipe` does with what both greenlets reach: a queue
 * hands over a reference, and with it the right to use the bytes.
 * Nothing is copied, at any size; two buffers go to and fro.
 */
export function* shareBuffer(
  bytes: number,
  messages: number,
): Green<number> {
  checkSizes({ bytes }, 1);
  checkSizes({ messages });
  const full = new Queue<Uint8Array>({ capacity: 1 });
  const empty = new Queue<Uint8Array>({ capacity: 2 });
  empty.putNowait(new Uint8Array(bytes));
  empty.putNowait(new Uint8Array(bytes));
  function* send(): Green<void> {
    for (let i = 0; i < messages; i += 1) {
      const buffer = yield* empty.get();
      buffer[bytes - 1] = i;
      yield* full.put(buffer);
    }
  }
  using sending = new Group();
  sending.spawn(send());
  let received = 0;
  for (let i = 0; i < messages; i += 1) {
    const buffer = yield* full.get();
    received += buffer.length;
    yield* empty.put(buffer);
  }
  return received;
}
