// Rows of the models whose tasks share one thread: the same idioms at the same sizes, so that their figures compare.

import type { Row, Rows } from './rows.ts';

/** A model's idioms, as functions of plain code. */
export interface Idioms {
  /** What a task is: "a promise", "a greenlet". */
  readonly task: string;
  takeTurns(turns: number): Promise<number>;
  /** Hands off `times` times, one after the other. Returns the sum of all `a` and `b`. */
  handOffs(times: number): Promise<number>;
  join(tasks: number, count: number): Promise<number>;
  gatherVotes(voters: number): Promise<number>;
  criticalSection(tasks: number, times: number): Promise<number>;
  restartableTimer(restarts: number, timeout: number): Promise<number>;
  selectMessages(messages: number): Promise<number>;
  /** Cancels `tasks` tasks, each ten calls deep, with one signal. Returns the number of frames that have cleaned up. */
  cancelAll(tasks: number): Promise<number>;
  wakeAll(waiters: number): Promise<number>;
  boundedQueue(capacity: number, items: number): Promise<{ sum: number }>;
  ring(tasks: number, laps: number): Promise<number>;
  spawnTree(leaves: number): Promise<number>;
  signalTask(times: number): Promise<number>;
  pipe(bytes: number, messages: number, copy?: (message: Uint8Array) => Uint8Array): Promise<number>;
}

/** The rows of a model. */
export function rowsOf(idioms: Idioms): Rows {
  return (factor = 1) => [
    ...tasksOf(idioms, factor),
    ...locksOf(idioms, factor),
    ...waitsOf(idioms, factor),
    ...queuesOf(idioms, factor),
    ...pipesOf(idioms, factor),
  ];
}

/** Starting tasks, switching between them, joining them. */
function tasksOf(idioms: Idioms, factor: number): Row[] {
  const [many, some, leaves] = [scaled(100_000, factor), scaled(20_000, factor), scaled(1_000_000, factor)];
  const { task } = idioms;
  return [
    {
      name: 'spawn',
      unit: `${task}, started and joined`,
      units: many,
      size: `join(${many}, 1)`,
      run: () => idioms.join(many, 1),
      expected: many,
    },
    {
      name: 'switch',
      unit: 'a turn',
      units: 2 * many,
      size: `takeTurns(${many})`,
      run: () => idioms.takeTurns(many),
      expected: 2 * many,
    },
    {
      name: 'join',
      unit: `${task} that counts to 100`,
      units: some,
      size: `join(${some}, 100)`,
      run: () => idioms.join(some, 100),
      expected: 100 * some,
    },
    {
      name: 'fan-out',
      unit: 'a voter',
      units: some,
      size: `gatherVotes(${some})`,
      run: () => idioms.gatherVotes(some),
      expected: Math.ceil(some / 2),
    },
    {
      name: 'spawn-tree',
      unit: 'a leaf',
      units: leaves,
      size: `spawnTree(${leaves})`,
      run: () => idioms.spawnTree(leaves),
      expected: (leaves * (leaves - 1)) / 2,
    },
  ];
}

/** Waiting for a lock, and for all who wait. */
function locksOf(idioms: Idioms, factor: number): Row[] {
  const [times, waiters] = [scaled(1_000, factor), scaled(100_000, factor)];
  return [
    {
      name: 'lock',
      unit: 'a lock and its release',
      units: 100 * times,
      size: `criticalSection(100, ${times})`,
      run: () => idioms.criticalSection(100, times),
      expected: 100 * times,
    },
    {
      name: 'wake-all',
      unit: 'a waiter, started and woken',
      units: waiters,
      size: `wakeAll(${waiters})`,
      run: () => idioms.wakeAll(waiters),
      expected: waiters,
    },
  ];
}

/** Waiting for time, and for the first of several. */
function waitsOf(idioms: Idioms, factor: number): Row[] {
  const [restarts, messages, tasks] = [
    scaled(100_000, factor),
    scaled(20_000, factor),
    scaled(1_000, factor),
  ];
  return [
    {
      name: 'restart-timer',
      unit: 'a restart',
      units: restarts,
      size: `restartableTimer(${restarts}, 1)`,
      run: () => idioms.restartableTimer(restarts, 1),
      expected: 0,
    },
    {
      name: 'select',
      unit: 'a select of three',
      units: messages,
      size: `selectMessages(${messages})`,
      run: () => idioms.selectMessages(messages),
      expected: messages,
    },
    {
      name: 'cancel',
      unit: `${idioms.task} that waits ten calls deep, started and cancelled`,
      units: tasks,
      size: `cancelDeep(10, 60000, signal), ${tasks} at once`,
      run: () => idioms.cancelAll(tasks),
      expected: 10 * tasks,
    },
  ];
}

/** Passing something on. */
function queuesOf(idioms: Idioms, factor: number): Row[] {
  const [items, times, laps] = [scaled(100_000, factor), scaled(20_000, factor), scaled(50, factor)];
  return [
    {
      name: 'hand-off',
      unit: `${idioms.task}, started, and its hand-off`,
      units: times,
      size: `handOff(), ${times} times`,
      run: () => idioms.handOffs(times),
      expected: 6 * times,
    },
    {
      name: 'bounded-queue',
      unit: 'an item',
      units: items,
      size: `boundedQueue(16, ${items})`,
      run: async () => (await idioms.boundedQueue(16, items)).sum,
      expected: (items * (items + 1)) / 2,
    },
    {
      name: 'ring',
      unit: 'a hop',
      units: 1_000 * laps,
      size: `ring(1000, ${laps})`,
      run: () => idioms.ring(1_000, laps),
      expected: 1_000 * laps,
    },
    {
      name: 'signal',
      unit: 'a signal and its answer',
      units: times,
      size: `signalTask(${times})`,
      run: () => idioms.signalTask(times),
      expected: times,
    },
  ];
}

const messageSizes = [16, 256, 4096, 65_536, 2 ** 20, 2 ** 24];

/** Messages as references, and as clones: 10,000 of each, or clones of 64 MiB. */
function pipesOf({ pipe }: Idioms, factor: number): Row[] {
  return messageSizes.flatMap((bytes): Row[] => {
    const [sent, cloned] = [scaled(10_000, factor), scaled(Math.min(10_000, 2 ** 26 / bytes), factor)];
    return [
      {
        name: 'pipe',
        unit: 'a message, by reference',
        units: sent,
        size: `pipe(${bytes}, ${sent})`,
        bytes,
        run: () => pipe(bytes, sent),
        expected: bytes * sent,
      },
      {
        name: 'pipe',
        unit: 'a message, by structured clone',
        units: cloned,
        size: `pipe(${bytes}, ${cloned}, structuredClone)`,
        bytes,
        run: () => pipe(bytes, cloned, structuredClone),
        expected: bytes * cloned,
      },
    ];
  });
}

function scaled(size: number, factor: number): number {
  return Math.ceil(size * factor);
}
