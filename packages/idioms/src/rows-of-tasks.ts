// Rows of the models whose tasks share one thread: the same idioms at the same sizes, so that their figures compare.

import { repeat } from './repeat.ts';
import type { Row, RowName, Rows } from './rows.ts';

/** A model's idioms, as functions of plain code. */
export interface Idioms {
  /** What a task is: "a promise", "a greenlet". */
  readonly task: string;
  /** What a unit's time contains, in one sentence each. */
  readonly what: Readonly<Record<RowName, string>>;
  takeTurns(turns: number): Promise<number>;
  /** Hands off `times` times, one after the other. Returns the sum of all `a` and `b`. */
  handOffs(times: number): Promise<number>;
  join(tasks: number, count: number): Promise<number>;
  gatherVotes(voters: number): Promise<number>;
  criticalSection(tasks: number, times: number): Promise<number>;
  /** Restarts a timer that does not fire, and returns how often. */
  restartAll(restarts: number): Promise<number>;
  selectMessages(messages: number): Promise<number>;
  /** Cancels `tasks` tasks, each ten calls deep, with one signal. Returns the number of frames that have cleaned up. */
  cancelAll(tasks: number): Promise<number>;
  wakeAll(waiters: number): Promise<number>;
  boundedQueue(capacity: number, items: number): Promise<{ sum: number }>;
  ring(tasks: number, laps: number): Promise<number>;
  spawnTree(leaves: number): Promise<number>;
  signalTask(times: number): Promise<number>;
  pipe(bytes: number, messages: number): Promise<number>;
  shareBuffer(bytes: number, messages: number): Promise<number>;
}

type Subject = Omit<Row, 'what'>;

/** Tasks that live at once: what one costs depends on that, so that more work is more times as many. */
const atOnce = 1_000;
/** Tasks that one signal cancels: an AbortSignal looks through all its listeners to withdraw one. */
const cancelledAtOnce = 100;

/** The rows of a model. */
export function rowsOf(idioms: Idioms): Rows {
  return (factor = 1) => {
    const subjects = [tasksOf, locksOf, waitsOf, queuesOf, messagesOf].flatMap((some) =>
      some(idioms, factor),
    );
    return subjects.map((subject) => ({ ...subject, what: idioms.what[subject.name] }));
  };
}

/** Starting tasks, switching between them, joining them. */
function tasksOf(idioms: Idioms, factor: number): Subject[] {
  const [turns, times] = [scaled(100_000, factor), scaled(10, factor)];
  const tasks = atOnce * times;
  const [trees, leaves] = treesOf(scaled(1_000_000, factor));
  const { task } = idioms;
  return [
    {
      name: 'spawn',
      unit: `${task}, started and joined`,
      units: tasks,
      size: `join(${atOnce}, 1), ${times} times`,
      run: () => repeat(times, () => idioms.join(atOnce, 1)),
      expected: tasks,
    },
    {
      name: 'switch',
      unit: 'a turn',
      units: 2 * turns,
      size: `takeTurns(${turns})`,
      run: () => idioms.takeTurns(turns),
      expected: 2 * turns,
    },
    {
      name: 'join',
      unit: `${task} that counts to 1,000`,
      units: tasks,
      size: `join(${atOnce}, 1000), ${times} times`,
      run: () => repeat(times, () => idioms.join(atOnce, 1_000)),
      expected: 1_000 * tasks,
    },
    {
      name: 'fan-out',
      unit: 'a voter',
      units: tasks,
      size: `gatherVotes(${atOnce}), ${times} times`,
      run: () => repeat(times, () => idioms.gatherVotes(atOnce)),
      expected: tasks / 2,
    },
    {
      name: 'spawn-tree',
      unit: 'a leaf',
      units: trees * leaves,
      size: trees === 1 ? `spawnTree(${leaves})` : `spawnTree(${leaves}), ${trees} times`,
      run: () => repeat(trees, () => idioms.spawnTree(leaves)),
      expected: (trees * leaves * (leaves - 1)) / 2,
    },
  ];
}

/** Trees of a power of ten leaves, full down to the last: one of twice the leaves would have more than twice the tasks. */
function treesOf(total: number): [trees: number, leaves: number] {
  let leaves = 1;
  while (10 * leaves <= total) leaves *= 10;
  return [Math.ceil(total / leaves), leaves];
}

/** Waiting for a lock, and for all who wait. */
function locksOf(idioms: Idioms, factor: number): Subject[] {
  const [times, wakes] = [scaled(1_000, factor), scaled(10, factor)];
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
      units: atOnce * wakes,
      size: `wakeAll(${atOnce}), ${wakes} times`,
      run: () => repeat(wakes, () => idioms.wakeAll(atOnce)),
      expected: atOnce * wakes,
    },
  ];
}

/** Waiting for time, and for the first of several. */
function waitsOf(idioms: Idioms, factor: number): Subject[] {
  const [restarts, messages, times] = [scaled(100_000, factor), scaled(20_000, factor), scaled(20, factor)];
  return [
    {
      name: 'restart-timer',
      unit: 'a restart',
      units: restarts,
      size: `timer.restart(an hour), ${restarts} times`,
      run: () => idioms.restartAll(restarts),
      expected: restarts,
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
      units: cancelledAtOnce * times,
      size: `cancelDeep(10, 60000, signal), ${cancelledAtOnce} at once, ${times} times`,
      run: () => repeat(times, () => idioms.cancelAll(cancelledAtOnce)),
      expected: 10 * cancelledAtOnce * times,
    },
  ];
}

/** Passing something on. */
function queuesOf(idioms: Idioms, factor: number): Subject[] {
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
      size: `boundedQueue(100, ${items})`,
      run: async () => (await idioms.boundedQueue(100, items)).sum,
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

/** Messages that are copied, up to 64 MiB of them, and messages that are not. */
function messagesOf({ pipe, shareBuffer }: Idioms, factor: number): Subject[] {
  const rows = messageSizes.map((bytes): [Subject, Subject] => {
    const copied = scaled(Math.min(10_000, 2 ** 26 / bytes), factor);
    const shared = scaled(handOversOf(bytes), factor);
    return [
      {
        name: 'pipe',
        unit: 'a message',
        units: copied,
        size: `pipe(${bytes}, ${copied})`,
        bytes,
        run: () => pipe(bytes, copied),
        expected: bytes * copied,
      },
      {
        name: 'shared-buffer',
        unit: 'a message',
        units: shared,
        size: `shareBuffer(${bytes}, ${shared})`,
        bytes,
        run: () => shareBuffer(bytes, shared),
        expected: bytes * shared,
      },
    ];
  });
  return [...rows.map(([piped]) => piped), ...rows.map(([, shared]) => shared)];
}

/** Enough to make little of the time that the two buffers take. */
function handOversOf(bytes: number): number {
  return bytes <= 65_536 ? 50_000 : Math.min(400_000, Math.max(200_000, bytes / 16));
}

function scaled(size: number, factor: number): number {
  return Math.ceil(size * factor);
}
