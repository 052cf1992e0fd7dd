// Idiom 14: a pipe with marshalling.

import { once } from 'node:events';
import {
  MessageChannel,
  type MessagePort,
} from 'node:worker_threads';
import { checkSizes } from '../sizes.ts';
import { Threads } from './threads.ts';

/** Most bytes of a message: 64 MiB. */
export const mostBytes = 2 ** 26;

/**
 * Sends `messages` messages of `bytes` bytes to another thread, and
 * returns the bytes received. `postMessage` makes a structured
 * clone: each message is encoded, queued and decoded. The queue has
 * no bound, and its sender never waits. Compare `shareBuffer`.
 * @throws RangeError
 */
export async function pipe(
  bytes: number,
  messages: number,
): Promise<number> {
  checkSizes({ bytes }, 1, mostBytes);
  checkSizes({ messages });
  const { port1, port2 } = new MessageChannel();
  await using threads = new Threads(import.meta.url);
  threads.spawn(send, port1, bytes, messages);
  const task = threads.spawn(receive, port2);
  return await task.join();
}

export function send(
  port: MessagePort,
  bytes: number,
  messages: number,
): void {
  const message = new Uint8Array(bytes);
  for (let i = 0; i < messages; i += 1) {
    message[bytes - 1] = i;
    port.postMessage(message);
  }
  port.close();
}

export async function receive(
  port: MessagePort,
): Promise<number> {
  let received = 0;
  port.on('message', (message: Uint8Array) => {
    received += message.length;
  });
  await once(port, 'close');
  return received;
}
