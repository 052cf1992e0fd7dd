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
 * Does what `pipe` does in a ring of shared memory: a message is
 * written and read in place. Nothing is copied, at any size;
 * the sender waits while the ring is full.
 * @throws RangeError
 */
export async function shareBuffer(
  bytes: number,
  messages: number,
): Promise<number> {
  checkSizes({ bytes }, 1, mostBytes);
  checkSizes({ messages });
  const capacity = ringFor(bytes);
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

/** Bytes of a ring for 64 messages, if it can be so large. */
function ringFor(bytes: number): number {
  return Math.min(Math.max(64 * bytes, 2 ** 16), 2 ** 28);
}

export function send(
  to: SenderHandle,
  bytes: number,
  messages: number,
): void {
  const sender = Sender.attach(to);
  for (let i = 0; i < messages; i += 1)
    sender.write(bytes, (ring, at) => {
      ring[at + bytes - 1] = i;
      return bytes;
    });
}

export function receive(
  from: InboxHandle,
  messages: number,
): number {
  const inbox = Inbox.attach(from);
  let received = 0;
  for (let i = 0; i < messages; i += 1)
    received += inbox.receive()!.length;
  return received;
}
