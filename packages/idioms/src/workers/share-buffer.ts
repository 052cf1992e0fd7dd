// Idiom 14, the other half: a buffer that two threads share.

import {
  Inbox,
  type InboxHandle,
  Sender,
  type SenderHandle,
} from '@three-ways/thread-channel';
import { checkSizes } from '../sizes.ts';
import { mostBytes } from './pipe.ts';
import { Threads } from './threads.ts';

/**
 * Does what `pipe` does through a ring of shared memory. The bytes
 * are copied in and copied out, never encoded. The sender waits
 * while the ring is full, so memory has a bound.
 * @throws RangeError
 */
export async function shareBuffer(
  bytes: number,
  messages: number,
): Promise<number> {
  checkSizes({ bytes }, 1, mostBytes);
  checkSizes({ messages });
  const capacity = Math.max(2 ** 16, 4 * bytes);
  const inbox = Inbox.create({ lanes: 1, capacity });
  const to = inbox.connect();
  await using threads = new Threads(import.meta.url);
  threads.spawn(send, to, bytes, messages);
  const task = threads.spawn(
    receive,
    inbox.handle,
    messages,
  );
  return await task.join();
}

export function send(
  to: SenderHandle,
  bytes: number,
  messages: number,
): void {
  const sender = Sender.attach(to);
  const message = new Uint8Array(bytes);
  for (let i = 0; i < messages; i += 1) {
    message[bytes - 1] = i;
    sender.send(message);
  }
}

export function receive(
  from: InboxHandle,
  messages: number,
): number {
  const inbox = Inbox.attach(from);
  let received = 0;
  for (let i = 0; i < messages; i += 1)
    received += inbox.receive()!.copy().length;
  return received;
}
