// Idiom 11: a ring of tasks that pass a token.

import { checkSizes } from '../sizes.ts';
import { Queue } from './queue.ts';

/**
 * The token counts its hops: `tasks` a lap. All tasks but one
 * wait, so a hop costs what it takes to wake a task.
 */
export async function ring(
  tasks: number,
  laps: number,
): Promise<number> {
  checkSizes({ tasks }, 1);
  checkSizes({ laps });
  const inboxes = Array.from(
    { length: tasks },
    () => new Queue<number>(1),
  );
  async function pass(inbox: Queue<number>, i: number) {
    const next = inboxes[(i + 1) % tasks]!;
    for (let lap = 0; lap < laps; lap += 1)
      await next.put((await inbox.get()) + 1);
  }
  const passing = inboxes.map(pass);
  await inboxes[0]!.put(0);
  await Promise.all(passing);
  return await inboxes[0]!.get();
}
