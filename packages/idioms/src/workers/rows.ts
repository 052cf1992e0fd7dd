// What the bench measures of threads.

import type { Row, RowName, Rows } from '../rows.ts';
import { boundedQueue } from './bounded-queue.ts';
import { cancelDeep } from './cancellation.ts';
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

type Subject = Omit<Row, 'what'>;

/** Threads of a row that needs several: more than the cores. */
const few = 4;

/** Delay of a timer that is not to fire (ms). */
const anHour = 3_600_000;

const what: Readonly<Record<RowName, string>> = {
  spawn:
    'A thread is started, with an engine and a module of its own, returns a number, and exits.',
  switch:
    'A thread stores a number, wakes the other by a notify, and sleeps until that has done so too.',
  'hand-off':
    'The event loop sends to a thread, which multiplies and sends back; the receive is awaited.',
  join: 'As spawn, and the thread counts to 1,000 before.',
  'fan-out':
    'A voter, asleep, is woken by one notify for all four, adds its vote, and the last one wakes the candidate.',
  lock: 'One of four threads exchanges the cell, reads, writes, and exchanges it back; it sleeps if another holds it.',
  'restart-timer':
    'The clock is read and a deadline stored in shared memory; no thread is woken.',
  select:
    'A thread receives from the first of two inboxes, with a deadline; another thread sends.',
  cancel:
    'A thread is started, makes ten nested calls, waits at a cell, is woken, throws, and ten `finally` run.',
  'wake-all':
    'A thread sleeps, is woken with three others by one notify, and the last one wakes the one that set the event.',
  'bounded-queue':
    'An item passes through 100 places of shared memory; the consumer counts to 1,000 for each.',
  ring: "One of eight threads sleeps until the token is in its ring, and copies it into the next one's.",
  'spawn-tree':
    'A thread is started as a leaf, and a ninth of one above it that starts ten and adds up.',
  signal:
    'A thread adds to a cell and notifies it; another, asleep, takes one off and answers in the same way.',
  pipe: 'A Uint8Array is cloned by `postMessage` from one thread to another, which listens for messages.',
  'shared-buffer':
    'A Uint8Array is copied into a ring by one thread, and out of it by another.',
};

/**
 * The threads of a row are started within its time, about 30 ms
 * each: sizes are such that this is a small part, and the
 * difference between two factors is free of it.
 */
export const rows: Rows = (factor = 1) => {
  const scaled = (size: number) => Math.ceil(size * factor);
  return [
    ...startsOf(scaled),
    ...waitsOf(scaled),
    ...queuesOf(scaled),
    ...messagesOf(scaled),
  ].map((subject) => ({
    ...subject,
    what: what[subject.name],
  }));
};

type Scaled = (size: number) => number;

/** Starting threads. */
function startsOf(scaled: Scaled): Subject[] {
  const times = scaled(4);
  const leaves = Math.min(scaled(100), 100);
  const trees = scaled(1);
  return [
    {
      name: 'spawn',
      unit: 'a thread, started and joined',
      units: few * times,
      size: `join(${few}, 1), ${times} times`,
      run: () => repeat(times, () => join(few, 1)),
      expected: few * times,
    },
    {
      name: 'join',
      unit: 'a thread that counts to 1,000',
      units: few * times,
      size: `join(${few}, 1000), ${times} times`,
      run: () => repeat(times, () => join(few, 1_000)),
      expected: 1_000 * few * times,
    },
    {
      name: 'cancel',
      unit: 'a thread that waits ten calls deep, started and cancelled',
      units: few * times,
      size: `cancelDeep(10, 60000, signal), ${few} at once, ${times} times`,
      run: () => repeat(times, cancelAll),
      expected: 10 * few * times,
    },
    {
      name: 'spawn-tree',
      unit: 'a leaf',
      units: leaves * trees,
      size: `spawnTree(${leaves}), ${trees} times`,
      run: () => repeat(trees, () => spawnTree(leaves)),
      expected: (trees * leaves * (leaves - 1)) / 2,
    },
  ];
}

/** Waiting for each other, and for time. */
function waitsOf(scaled: Scaled): Subject[] {
  const turns = scaled(50_000);
  const rounds = scaled(10_000);
  const locks = scaled(500_000);
  const restarts = scaled(2_000_000);
  return [
    {
      name: 'switch',
      unit: 'a turn',
      units: 2 * turns,
      size: `takeTurns(${turns})`,
      run: () => takeTurns(turns),
      expected: 2 * turns,
    },
    {
      name: 'fan-out',
      unit: 'a voter',
      units: few * rounds,
      size: `gatherVotes(${few}, ${rounds})`,
      run: () => gatherVotes(few, rounds),
      expected: (few / 2) * rounds,
    },
    {
      name: 'wake-all',
      unit: 'a waiter, woken',
      units: few * rounds,
      size: `wakeAll(${few}, ${rounds})`,
      run: () => wakeAll(few, rounds),
      expected: few * rounds,
    },
    {
      name: 'lock',
      unit: 'a lock and its release',
      units: few * locks,
      size: `criticalSection(${few}, ${locks})`,
      run: () => criticalSection(few, locks),
      expected: few * locks,
    },
    {
      name: 'restart-timer',
      unit: 'a restart',
      units: restarts,
      size: `timer.restart(an hour), ${restarts} times`,
      run: () => restartAll(restarts),
      expected: restarts,
    },
  ];
}

/** Passing something on. */
function queuesOf(scaled: Scaled): Subject[] {
  const times = scaled(50_000);
  const items = scaled(500_000);
  const laps = scaled(5_000);
  return [
    {
      name: 'hand-off',
      unit: 'a hand-off to a thread, and one back',
      units: times,
      size: `handOff(${times})`,
      run: async () => sum(await handOff(times)),
      expected: 6,
    },
    {
      name: 'select',
      unit: 'a select of three',
      units: times,
      size: `selectMessages(${times})`,
      run: () => selectMessages(times),
      expected: times,
    },
    {
      name: 'bounded-queue',
      unit: 'an item',
      units: items,
      size: `boundedQueue(100, ${items})`,
      run: async () => (await boundedQueue(100, items)).sum,
      expected: (items * (items + 1)) / 2,
    },
    {
      name: 'ring',
      unit: 'a hop',
      units: 8 * laps,
      size: `ring(8, ${laps})`,
      run: () => ring(8, laps),
      expected: 8 * laps,
    },
    {
      name: 'signal',
      unit: 'a signal and its answer',
      units: times,
      size: `signalTask(${times})`,
      run: () => signalTask(times),
      expected: times,
    },
  ];
}

const messageSizes = [
  16,
  256,
  4096,
  65_536,
  2 ** 20,
  2 ** 24,
];

/** Messages, up to 256 MiB of them. */
function messagesOf(scaled: Scaled): Subject[] {
  const sizes = messageSizes.map((bytes) => {
    const sent = scaled(Math.min(100_000, 2 ** 28 / bytes));
    return { bytes, sent };
  });
  return [
    ...sizes.map(({ bytes, sent }) => ({
      name: 'pipe' as const,
      unit: 'a message',
      units: sent,
      size: `pipe(${bytes}, ${sent})`,
      bytes,
      run: () => pipe(bytes, sent),
      expected: bytes * sent,
    })),
    ...sizes.map(({ bytes, sent }) => ({
      name: 'shared-buffer' as const,
      unit: 'a message',
      units: sent,
      size: `shareBuffer(${bytes}, ${sent})`,
      bytes,
      run: () => shareBuffer(bytes, sent),
      expected: bytes * sent,
    })),
  ];
}

/** Returns the number of frames that have cleaned up. */
async function cancelAll(): Promise<number> {
  const cancellation = new AbortController();
  const waiting = Array.from({ length: few }, () =>
    cancelDeep(10, 60_000, cancellation.signal),
  );
  cancellation.abort();
  const ends = await Promise.all(waiting);
  return sum(ends.map(({ cleanedUp }) => cleanedUp));
}

function restartAll(times: number): number {
  const cell = new BigInt64Array(new SharedArrayBuffer(8));
  using timer = new RestartableTimer(cell);
  timer.start(anHour);
  let restarts = 0;
  for (let i = 0; i < times; i += 1)
    if (timer.restart(anHour)) restarts += 1;
  return restarts;
}

/** Adds up the results of runs, one after the other. */
async function repeat(
  times: number,
  run: () => Promise<number>,
): Promise<number> {
  let total = 0;
  for (let i = 0; i < times; i += 1) total += await run();
  return total;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
