// Tasks that wait, for the memory rows.

import {
  Event,
  type Green,
  type Greenlet,
  joinall,
  run,
  sleep,
  spawn,
} from '@three-ways/greenlet';
import type { Parked } from '../rows.ts';
import { checkSizes } from '../sizes.ts';

/** Starts `tasks` greenlets that wait for the same event. */
export function park(tasks: number): Promise<Parked> {
  return run(parkWaiters(tasks));
}

function* parkWaiters(tasks: number): Green<Parked> {
  checkSizes({ tasks });
  const end = new Event();
  let ended = 0;
  function* wait(): Green<void> {
    yield* end.wait();
    ended += 1;
  }
  const waiting: Greenlet<void>[] = [];
  for (let i = 0; i < tasks; i += 1)
    waiting.push(spawn(wait()));
  yield* sleep(0); // now all of them wait
  function* release(): Green<number> {
    end.set();
    yield* joinall(waiting, { raiseError: true });
    return ended;
  }
  return { release: () => run(release()) };
}
