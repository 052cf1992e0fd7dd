// What the bench measures of coroutines.

import {
  type Green,
  type Greenlet,
  run,
  sleep,
  spawn,
} from '@three-ways/greenlet';
import type { Rows } from '../rows.ts';
import { rowsOf } from '../rows-of-tasks.ts';
import { boundedQueue } from './bounded-queue.ts';
import {
  type Cancelled,
  cancelDeep,
} from './cancellation.ts';
import { criticalSection } from './critical-section.ts';
import { wakeAll } from './event.ts';
import { handOff } from './hand-off.ts';
import { join } from './join.ts';
import { pipe } from './pipe.ts';
import { restartableTimer } from './restartable-timer.ts';
import { ring } from './ring.ts';
import { selectMessages } from './select.ts';
import { signalTask } from './signal.ts';
import { spawnTree } from './spawn-tree.ts';
import { takeTurns } from './switch.ts';
import { gatherVotes } from './wait-group.ts';

export const rows: Rows = rowsOf({
  task: 'a greenlet',
  boundedQueue: onHub(boundedQueue),
  cancelAll: onHub(cancelAll),
  criticalSection: onHub(criticalSection),
  gatherVotes: onHub(gatherVotes),
  handOffs: onHub(handOffs),
  join: onHub(join),
  pipe: onHub(pipe),
  restartableTimer: onHub(restartableTimer),
  ring: onHub(ring),
  selectMessages: onHub(selectMessages),
  signalTask: onHub(signalTask),
  spawnTree: onHub(spawnTree),
  takeTurns: onHub(takeTurns),
  wakeAll: onHub(wakeAll),
});

/** Starts an idiom from plain code, as a greenlet of the process's hub. */
function onHub<A extends unknown[], T>(
  idiom: (...args: A) => Green<T>,
): (...args: A) => Promise<T> {
  return (...args) => run(idiom(...args));
}

function* handOffs(times: number): Green<number> {
  let sum = 0;
  for (let i = 0; i < times; i += 1) {
    const [a, b] = yield* handOff();
    sum += a + b;
  }
  return sum;
}

function* cancelAll(tasks: number): Green<number> {
  const cancellation = new AbortController();
  const waiting: Greenlet<Cancelled>[] = [];
  for (let i = 0; i < tasks; i += 1)
    waiting.push(
      spawn(cancelDeep(10, 60_000, cancellation.signal)),
    );
  yield* sleep(0); // now all of them wait
  cancellation.abort();
  let cleanedUp = 0;
  for (const task of waiting)
    cleanedUp += (yield* task.get()).cleanedUp;
  return cleanedUp;
}
