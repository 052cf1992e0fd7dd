// Idiom 7: the first of a message, a deadline, a cancellation.

import {
  select as firstOf,
  Inbox,
  type InboxHandle,
  Sender,
  type SenderHandle,
} from '@three-ways/thread-channel';
import { checkDelays, checkSizes } from '../sizes.ts';
import { Threads } from './threads.ts';

export type First = 'message' | 'deadline' | 'cancelled';

/**
 * Blocks the thread until the first of three comes. It sleeps at
 * one cell of memory that all three change or time out, so there is
 * nothing to withdraw: a message that comes later stays in its ring.
 * @throws RangeError
 */
export function select(
  messages: Inbox,
  deadline: number,
  cancellation: Inbox,
): First {
  checkDelays({ deadline });
  const frame = firstOf(messages, cancellation).receive(
    deadline,
  );
  if (frame === null) return 'deadline';
  return frame.inbox === messages ? 'message' : 'cancelled';
}

/**
 * Selects `messages` times while another thread sends as many.
 * @throws RangeError
 */
export async function selectMessages(
  messages: number,
): Promise<number> {
  checkSizes({ messages });
  const { handle } = Inbox.create({ lanes: 1 });
  const { handle: never } = Inbox.create({
    selectableWith: handle,
  });
  const to = Inbox.attach(handle).connect();
  await using threads = new Threads(import.meta.url);
  threads.spawn(send, messages, to);
  const task = threads.spawn(
    receive,
    messages,
    handle,
    never,
  );
  return await task.join();
}

export function send(
  messages: number,
  to: SenderHandle,
): void {
  const sender = Sender.attach(to);
  for (let i = 0; i < messages; i += 1)
    sender.send(new Uint8Array(4));
}

export function receive(
  messages: number,
  from: InboxHandle,
  never: InboxHandle,
): number {
  const inbox = Inbox.attach(from);
  const cancellation = Inbox.attach(never);
  let received = 0;
  for (let i = 0; i < messages; i += 1)
    if (select(inbox, 60_000, cancellation) === 'message')
      received += 1;
  return received;
}
