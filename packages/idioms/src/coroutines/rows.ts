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
  task: 'a greenlet',
  what: {
    spawn:
      'A greenlet is spawned, returns a number, and is joined by `get`.',
    switch:
      'One of two greenlets sleeps for 0 ms and so gives way to the other.',
    'hand-off':
      'A greenlet is spawned, sets an Event that the caller waits for, and is joined.',
    join: 'As spawn, and the greenlet counts to 1,000 before.',
    'fan-out':
      'A greenlet is spawned for one voter, sleeps for 0 ms, and answers; joinall waits for them all.',
    lock: 'One of a hundred greenlets acquires a Semaphore, reads, sleeps for 0 ms, writes and releases it.',
    'restart-timer':
      "An alarm moves within the hub's heap of timers.",
    select:
      'A queue, a deadline and an Event are waited for, a greenlet gives way and sends, and what has not come first is withdrawn.',
    cancel:
      'A greenlet is spawned, sets a Timeout, listens to an AbortSignal, and sleeps ten calls deep; the signal raises its reason there, and ten `finally` run.',
    'wake-all':
      'A greenlet is spawned in a Group, waits for an Event, and goes on with all others when that is set.',
    'bounded-queue':
      'An item passes through a Queue of 100; the consumer sleeps for 0 ms.',
    ring: "A greenlet of a thousand gets the token from its Queue and puts it into the next one's.",
    'spawn-tree':
      'A greenlet is spawned as a leaf and joined by `get`, and a ninth of one above it adds up.',
    signal:
      'An Event is set, a greenlet that waits for it goes on, clears it, and answers in the same way.',
    pipe: 'A Uint8Array is cloned by structuredClone, and the clone passes through a Queue.',
    'shared-buffer':
      'A Queue hands a reference to a Uint8Array to a greenlet, another Queue gives it back; nothing is copied.',
  },
  boundedQueue: onHub(boundedQueue),
  cancelAll: onHub(cancelAll),
  criticalSection: onHub(criticalSection),
  gatherVotes: onHub(gatherVotes),
  handOffs: onHub(handOffs),
  join: onHub(join),
  pipe: onHub(pipe),
  shareBuffer: onHub(shareBuffer),
  restartAll: onHub(restartAll),
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

function* restartAll(times: number): Green<number> {
  using timer = new RestartableTimer(() => {});
  for (let i = 0; i < times; i += 1) timer.restart(anHour);
  return times;
}
