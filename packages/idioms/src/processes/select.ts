// Idiom 7: the first of a message, a deadline, a cancellation.

import { checkDelays, checkSizes } from '../sizes.ts';
import type { Child } from './child.ts';
import { Children } from './children.ts';
import { send } from './parent.ts';

export type First = 'message' | 'deadline' | 'cancelled';

/**
 * Waits for the first of three, a child's message among them. What
 * loses is withdrawn: the timer is cleared, and a message that
 * comes later stays in the mailbox for the next receive.
 * @throws RangeError, or the error of a child that has ended
 */
export async function select(
  child: Child,
  deadline: number,
  cancellation: AbortSignal,
): Promise<First> {
  checkDelays({ deadline });
  const late = new AbortController();
  using _timer = setTimeout(() => late.abort(), deadline);
  const end = AbortSignal.any([cancellation, late.signal]);
  try {
    await child.receive(end);
    return 'message';
  } catch (error) {
    if (!end.aborted) throw error;
    const isLate = end.reason === late.signal.reason;
    return isLate ? 'deadline' : 'cancelled';
  }
}

/**
 * Selects `messages` times while a child sends as many.
 * @throws RangeError
 */
export async function selectMessages(
  messages: number,
): Promise<number> {
  checkSizes({ messages });
  await using children = new Children(import.meta.url);
  const child = children.fork(sendAll, messages);
  const never = new AbortController().signal;
  let received = 0;
  for (let i = 0; i < messages; i += 1)
    if ((await select(child, 60_000, never)) === 'message')
      received += 1;
  await child.join();
  return received;
}

export async function sendAll(messages: number) {
  for (let i = 0; i < messages; i += 1) await send(i);
}
