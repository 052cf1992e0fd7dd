// Idiom 7: the first of a message, a deadline, a cancellation.

import {
  Event,
  select as firstOf,
  type Green,
  Group,
  Queue,
  sleep,
} from '@three-ways/greenlet';
import { checkDelays, checkSizes } from '../sizes.ts';

export type First = 'message' | 'deadline' | 'cancelled';

/**
 * Waits for the first of three, and performs only that: the two
 * others are withdrawn as if they had never begun. No message
 * is taken, and no timer is left.
 */
export function* select(
  messages: Queue<unknown>,
  deadline: number,
  cancellation: Event,
): Green<First> {
  checkDelays({ deadline });
  const first = yield* firstOf({
    message: messages.get(),
    deadline: sleep(deadline),
    cancelled: cancellation.wait(),
  });
  return first.case;
}

/** Selects `messages` times; a task sends while it waits. */
export function* selectMessages(
  messages: number,
): Green<number> {
  checkSizes({ messages });
  const queue = new Queue<number>({ capacity: 1 });
  const never = new Event();
  let received = 0;
  function* send(): Green<void> {
    for (let i = 0; i < messages; i += 1) {
      yield* sleep(0); // now the other waits
      yield* queue.put(i);
    }
  }
  using sending = new Group();
  sending.spawn(send());
  for (let i = 0; i < messages; i += 1)
    if ((yield* select(queue, 60_000, never)) === 'message')
      received += 1;
  return received;
}
