// What the bench measures of threads.

import type { Rows } from '../rows.ts';
import {
  rowsOfHeavyTasks,
  rowsOfMessages,
} from '../rows-of-heavy-tasks.ts';
import { boundedQueue } from './bounded-queue.ts';
import { cancelDeep } from './cancellation.ts';
import { criticalSection } from './critical-section.ts';
import { wakeAll } from './event.ts';
import { handOff } from './hand-off.ts';
import { join } from './join.ts';
import { pipe } from './pipe.ts';
import { RestartableTimer } from './restartable-timer.ts';
import { ring } from './ring.ts';
import { pipeThroughRing } from './ring-pipe.ts';
import { selectMessages } from './select.ts';
import { shareBuffer } from './share-buffer.ts';
import { signalTask } from './signal.ts';
import { mostLeaves, spawnTree } from './spawn-tree.ts';
import { takeTurns } from './switch.ts';
import { gatherVotes } from './wait-group.ts';

/** Delay of a timer that is not to fire (ms). */
const anHour = 3_600_000;

const tasks = rowsOfHeavyTasks({
  task: 'a thread',
  leavesOfTree: 10,
  what: {
    spawn:
      'A thread is started, with an engine and a module of its own, returns a number, and exits.',
    switch:
      'A thread stores a number, wakes the other by a notify, and sleeps until that one has done so.',
    'hand-off':
      'The event loop sends to a thread, which multiplies and sends back; the receive is awaited.',
    join: 'As spawn, and the thread counts to 1,000 before.',
    'fan-out':
      'A thread, asleep, is woken with three others by one notify and adds its vote; the last wakes the one that asked.',
    lock: 'One of four threads exchanges the cell, reads, writes, and exchanges it back; it sleeps while another holds it.',
    'restart-timer':
      'The clock is read, and a deadline stored in shared memory; no thread is woken.',
    select:
      'A thread receives from the first of two inboxes that has a message, with a deadline; another thread sends.',
    cancel:
      'A thread is started, makes ten nested calls, waits at a cell, is woken and throws; ten `finally` run.',
    'wake-all':
      'A thread, asleep, is woken with three others by one notify; the last wakes the one that sets the event.',
    'bounded-queue':
      'An item passes through 100 places of shared memory; the consumer counts to 1,000 for each.',
    ring: "One of four threads sleeps until the token is in its ring, and copies it into the next one's.",
    'spawn-tree':
      'A thread is started as a leaf, and a tenth of one above it that starts ten and adds up.',
    signal:
      'A thread adds to a cell and notifies it; another, asleep, takes one off and answers in the same way.',
  },
  sizes: {
    starts: 10,
    leaves: mostLeaves,
    turns: 40_000,
    rounds: 20_000,
    locks: 2_000_000,
    restarts: 5_000_000,
    handOffs: 40_000,
    selects: 600_000,
    items: 500_000,
    laps: 12_000,
    signals: 40_000,
  },
  boundedQueue,
  cancelDeep,
  criticalSection,
  gatherVotes,
  handOff,
  join,
  restartAll,
  ring,
  selectMessages,
  signalTask,
  spawnTree,
  takeTurns,
  wakeAll,
});

const clones = rowsOfMessages({
  name: 'pipe',
  what: 'A Uint8Array is cloned by `postMessage` from one thread to another, which listens for messages.',
  send: pipe,
  most: 200_000,
  mostBytes: 2 ** 28,
});

const shared = rowsOfMessages({
  name: 'shared-buffer',
  what: 'A message is written into a ring by one thread, and read there by another; nothing is copied.',
  send: shareBuffer,
  most: 600_000,
  mostBytes: Number.POSITIVE_INFINITY,
});

/** Messages that are copied but not encoded, to compare. */
export const ringRows: Rows = rowsOfMessages({
  name: 'pipe',
  what: "A Uint8Array is copied into a ring by one thread, and out into another's by that one.",
  send: pipeThroughRing,
  most: 500_000,
  mostBytes: 2 ** 29,
});

export const rows: Rows = (factor) => [
  ...tasks(factor),
  ...clones(factor),
  ...shared(factor),
];

async function restartAll(times: number): Promise<number> {
  const cell = new BigInt64Array(new SharedArrayBuffer(8));
  using timer = new RestartableTimer(cell);
  timer.start(anHour);
  let restarts = 0;
  for (let i = 0; i < times; i += 1)
    if (timer.restart(anHour)) restarts += 1;
  return restarts;
}
