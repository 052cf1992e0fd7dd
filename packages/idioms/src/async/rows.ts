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
import { RestartableTimer } from './restartable-timer.ts';
import { ring } from './ring.ts';
import { selectMessages } from './select.ts';
import { shareBuffer } from './share-buffer.ts';
import { signalTask } from './signal.ts';
import { spawnTree } from './spawn-tree.ts';
import { takeTurns } from './switch.ts';
import { gatherVotes } from './wait-group.ts';

/** Delay of a timer that is not to fire (ms). */
const anHour = 3_600_000;

export const rows: Rows = rowsOf({
  task: 'a promise',
  what: {
    spawn:
      'An async function is called and returns a number; Promise.all awaits them all.',
    switch:
      'One of two async functions awaits null and so gives way to the other.',
    'hand-off':
      'An async function is called, resolves a promise that the caller awaits, and is awaited itself.',
    join: 'As spawn, and the function counts to 1,000 before.',
    'fan-out':
      'An async function is called for one voter, awaits once, and answers; Promise.all awaits them all.',
    lock: 'One of a hundred async functions awaits the mutex, reads, awaits null, writes and unlocks.',
    'restart-timer':
      "A timer of Node's is cleared, and another set.",
    select:
      'A timer is set, a listener added to an AbortSignal, a getter to the queue, a message is sent, and what has not come first is withdrawn.',
    cancel:
      'Ten nested async functions are called, with a timer at the top and one at the bottom; an AbortSignal rejects the innermost, and ten `finally` run.',
    'wake-all':
      'An async function is called, awaits a promise, and goes on with all others when that is resolved.',
    'bounded-queue':
      'An item passes through a queue of 100 written with promises; the consumer awaits null four times.',
    ring: "A task of a thousand awaits the token in its queue and puts it into the next one's.",
    'spawn-tree':
      'An async function is called as a leaf, and a ninth of one above it adds up with Promise.all.',
    signal:
      'An event is emitted, a task that awaits `once` goes on, and answers in the same way.',
    pipe: 'A Uint8Array is cloned by structuredClone, and the clone passes through a queue.',
    'shared-buffer':
      'A queue hands a reference to a Uint8Array to a task, another queue gives it back; nothing is copied.',
  },
  boundedQueue,
  cancelAll,
  criticalSection,
  gatherVotes,
  handOffs,
  join,
  pipe,
  shareBuffer,
  restartAll,
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

async function restartAll(times: number): Promise<number> {
  using timer = new RestartableTimer(() => {});
  for (let i = 0; i < times; i += 1) timer.restart(anHour);
  return times;
}
