// What the bench measures of the event loop.

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
  task: 'a promise',
  boundedQueue,
  cancelAll,
  criticalSection,
  gatherVotes,
  handOffs,
  join,
  pipe,
  restartableTimer,
  ring,
  selectMessages,
  signalTask,
  spawnTree,
  takeTurns,
  wakeAll,
});

async function handOffs(times: number): Promise<number> {
  let sum = 0;
  for (let i = 0; i < times; i += 1) {
    const [a, b] = await handOff();
    sum += a + b;
  }
  return sum;
}

async function cancelAll(tasks: number): Promise<number> {
  const cancellation = new AbortController();
  const waiting: Promise<Cancelled>[] = [];
  for (let i = 0; i < tasks; i += 1)
    waiting.push(
      cancelDeep(10, 60_000, cancellation.signal),
    );
  cancellation.abort();
  const ends = await Promise.all(waiting);
  return ends.reduce((sum, end) => sum + end.cleanedUp, 0);
}
