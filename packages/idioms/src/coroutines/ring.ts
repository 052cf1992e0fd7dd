// Idiom 11: a ring of tasks that pass a token.

import {
  type Green,
  Group,
  Queue,
} from '@three-ways/greenlet';
import { checkSizes } from '../sizes.ts';

/**
 * The token counts its hops: `tasks` a lap. All tasks but one
 * wait, so a hop costs what it takes to wake a task.
 */
export function* ring(
  tasks: number,
  laps: number,
): Green<number> {
  checkSizes({ tasks }, 1);
  checkSizes({ laps });
  const inboxes = Array.from(
    { length: tasks },
    () => new Queue<number>({ capacity: 1 }),
  );
  function* pass(
    inbox: Queue<number>,
    next: Queue<number>,
  ): Green<void> {
    for (let lap = 0; lap < laps; lap += 1)
      yield* next.put((yield* inbox.get()) + 1);
  }
  using passing = new Group();
  for (const [i, inbox] of inboxes.entries())
    passing.spawn(pass(inbox, inboxes[(i + 1) % tasks]!));
  yield* inboxes[0]!.put(0);
  yield* passing.join({ raiseError: true });
  return yield* inboxes[0]!.get();
}
