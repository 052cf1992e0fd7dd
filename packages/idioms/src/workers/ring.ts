// Idiom 11: a ring of threads that pass a token.

import {
  Inbox,
  type InboxHandle,
  Sender,
  type SenderHandle,
} from '@three-ways/thread-channel';
import { checkSizes } from '../sizes.ts';
import {
  mostThreads,
  type Task,
  Threads,
} from './threads.ts';

const token = new Uint8Array(0);

/**
 * Returns the token's hops: `tasks` a lap. All threads but one
 * sleep, so more cores make no lap faster: a hop is a wake-up by
 * the kernel, perhaps on another core.
 * @throws RangeError
 */
export async function ring(
  tasks: number,
  laps: number,
): Promise<number> {
  checkSizes({ tasks }, 1, mostThreads);
  checkSizes({ laps });
  const inboxes = Array.from({ length: tasks }, () =>
    Inbox.create({ lanes: 2, capacity: 64 }),
  );
  await using threads = new Threads(import.meta.url);
  const passing: Task<number>[] = [];
  for (const [i, { handle }] of inboxes.entries()) {
    const next = inboxes[(i + 1) % tasks]!.connect();
    passing.push(threads.spawn(pass, handle, next, laps));
  }
  Sender.attach(inboxes[0]!.connect()).send(token);
  let hops = 0;
  for (const task of passing) hops += await task.join();
  return hops;
}

export function pass(
  from: InboxHandle,
  to: SenderHandle,
  laps: number,
): number {
  const inbox = Inbox.attach(from);
  const next = Sender.attach(to);
  let hops = 0;
  for (; hops < laps; hops += 1) {
    inbox.receive();
    next.send(token);
  }
  return hops;
}
