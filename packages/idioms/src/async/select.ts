// Idiom 7: the first of a message, a deadline, a cancellation.

import { addAbortListener } from 'node:events';
import { checkDelays, checkSizes } from '../sizes.ts';
import { Queue } from './queue.ts';

export type First = 'message' | 'deadline' | 'cancelled';

/**
 * Waits for the first of three. `Promise.race` would leave the
 * losers waiting: a timer set, a listener, and a getter that takes
 * a message for no one. Here the first withdraws the others, at
 * once: before the waiter runs again, a message may come.
 */
export async function select<T>(
  messages: Queue<T>,
  deadline: number,
  cancellation: AbortSignal,
): Promise<First> {
  checkDelays({ deadline });
  if (messages.size > 0) {
    messages.take();
    return 'message';
  }
  const first = Promise.withResolvers<First>();
  using waits = new DisposableStack();
  const finish = (which: First) => {
    waits.dispose();
    first.resolve(which);
  };
  const cancel = () => finish('cancelled');
  waits.use(setTimeout(finish, deadline, 'deadline'));
  waits.use(addAbortListener(cancellation, cancel));
  waits.use(messages.onItem(() => finish('message')));
  return await first.promise;
}

/** Selects `messages` times; a message is sent while it waits. */
export async function selectMessages(
  messages: number,
): Promise<number> {
  checkSizes({ messages });
  const queue = new Queue<number>(1);
  const never = new AbortController().signal;
  let received = 0;
  for (let i = 0; i < messages; i += 1) {
    const first = select(queue, 60_000, never);
    await queue.put(i);
    if ((await first) === 'message') received += 1;
  }
  return received;
}
