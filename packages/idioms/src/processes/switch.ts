// A switch between two processes, and nothing else.

import { checkSizes } from '../sizes.ts';
import { Children } from './children.ts';
import { receive, send } from './parent.ts';

/**
 * Two processes take `turns` turns each. Node has no `sched_yield`:
 * a message gives the turn, so a switch is a write, a wake-up by
 * the kernel, and a turn of an event loop.
 * @throws RangeError
 */
export async function takeTurns(
  turns: number,
): Promise<number> {
  checkSizes({ turns });
  await using children = new Children(import.meta.url);
  const child = children.fork(take, turns);
  let taken = 0;
  for (let i = 0; i < turns; i += 1) {
    await child.send(taken + 1);
    taken = await child.receive();
  }
  await child.join();
  return taken;
}

export async function take(turns: number) {
  for (let i = 0; i < turns; i += 1)
    await send((await receive<number>()) + 1);
}
