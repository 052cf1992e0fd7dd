// Idiom 14, between its halves: a pipe without marshalling.

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
 * Does what `pipe` does through a ring of shared memory: bytes are
 * copied in, and out into the receiver's own buffer. Nothing is
 * encoded, and nothing allocated for a message.
 * @throws RangeError
 */
export async function pipeThroughRing(
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
    bytes,
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
  bytes: number,
  messages: number,
): number {
  const inbox = Inbox.attach(from);
  const message = new Uint8Array(bytes);
  let received = 0;
  for (let i = 0; i < messages; i += 1) {
    const frame = inbox.receive()!;
    message.set(frame.view());
    received += frame.length;
  }
  return received;
}
