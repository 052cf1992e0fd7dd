// Idiom 14: a pipe, with and without marshalling.

import { once } from 'node:events';
import {
  MessageChannel,
  type MessagePort,
} from 'node:worker_threads';
import {
  Inbox,
  type InboxHandle,
  Sender,
  type SenderHandle,
} from '@three-ways/thread-channel';
import { checkSizes } from '../sizes.ts';
import { Threads } from './threads.ts';

/** Most bytes of a message: three of them fit into a ring. */
const mostBytes = 2 ** 26;

/**
 * Sends `messages` messages of `bytes` bytes to another thread
 * through shared memory, and returns the bytes received. Each is
 * copied in and out of the ring, and never encoded. The producer
 * waits when the ring is full.
 * @throws RangeError
 */
export async function pipe(
  bytes: number,
  messages: number,
): Promise<number> {
  checkSizes({ bytes }, 0, mostBytes);
  checkSizes({ messages });
  const capacity = Math.max(2 ** 16, 4 * bytes);
  const inbox = Inbox.create({ lanes: 1, capacity });
  await using threads = new Threads(import.meta.url);
  threads.spawn(send, inbox.connect(), bytes, messages);
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
  for (let i = 0; i < messages; i += 1)
    sender.send(message);
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

/**
 * The same by `postMessage`: each message is serialised into
 * memory of its own and read back, a structured clone. The queue has
 * no bound, so the producer never waits.
 * @throws RangeError
 */
export async function pipeByClone(
  bytes: number,
  messages: number,
): Promise<number> {
  checkSizes({ bytes }, 0, mostBytes);
  checkSizes({ messages });
  const { port1, port2 } = new MessageChannel();
  await using threads = new Threads(import.meta.url);
  threads.spawn(postAll, port1, bytes, messages);
  const task = threads.spawn(receiveAll, port2, messages);
  return await task.join();
}

export function postAll(
  port: MessagePort,
  bytes: number,
  messages: number,
): void {
  const message = new Uint8Array(bytes);
  for (let i = 0; i < messages; i += 1)
    port.postMessage(message);
  port.close();
}

export async function receiveAll(
  port: MessagePort,
  messages: number,
): Promise<number> {
  let received = 0;
  port.on('message', ({ length }) => {
    received += length;
  });
  if (messages > 0) await once(port, 'close');
  return received;
}
