// Rows of the models whose tasks take milliseconds to start: a few tasks, which then do the same many times. A run at the factor 0
// only starts them; the difference to it is free of the start.

import { repeat } from './repeat.ts';
import type { Row, RowName, Rows } from './rows.ts';

/** A model's idioms. */
export interface HeavyIdioms {
  /** What a task is: "a thread", "a process". */
  readonly task: string;
  /** What a unit's time contains, in one sentence each. */
  readonly what: Readonly<Record<Exclude<RowName, 'pipe' | 'shared-buffer'>, string>>;
  readonly sizes: Sizes;
  /** Most leaves of one tree; more are those of several, one after the other. */
  readonly leavesOfTree: number;
  takeTurns(turns: number): Promise<number>;
  handOff(times: number): Promise<readonly [number, number]>;
  join(tasks: number, count: number): Promise<number>;
  gatherVotes(voters: number, terms: number): Promise<number>;
  criticalSection(tasks: number, times: number): Promise<number>;
  /** Restarts a timer that does not fire meanwhile, and returns how often. */
  restartAll(restarts: number): Promise<number>;
  selectMessages(messages: number): Promise<number>;
  cancelDeep(depth: number, timeout: number, signal: AbortSignal): Promise<{ readonly cleanedUp: number }>;
  wakeAll(waiters: number, times: number): Promise<number>;
  boundedQueue(capacity: number, items: number): Promise<{ readonly sum: number }>;
  ring(tasks: number, laps: number): Promise<number>;
  spawnTree(leaves: number): Promise<number>;
  signalTask(times: number): Promise<number>;
}

/** Sizes at the factor 1. */
export interface Sizes {
  /** Times that four tasks are started. */
  readonly starts: number;
  readonly leaves: number;
  readonly turns: number;
  /** Terms of `gatherVotes`, times of `wakeAll`. */
  readonly rounds: number;
  readonly locks: number;
  readonly restarts: number;
  readonly handOffs: number;
  readonly selects: number;
  readonly items: number;
  readonly laps: number;
  readonly signals: number;
}

type Subject = Omit<Row, 'what'>;

/** Tasks of a row that needs several: more than a small machine has cores. */
const few = 4;

/** The rows of a model, without its messages. */
export function rowsOfHeavyTasks(idioms: HeavyIdioms): Rows {
  return (factor = 1) => {
    const sizes = scaledSizes(idioms.sizes, factor);
    const subjects = [startsOf, waitsOf, timesOf, queuesOf].flatMap((some) => some(idioms, sizes));
    return subjects.map((subject) => ({
      ...subject,
      what: idioms.what[subject.name as keyof HeavyIdioms['what']],
    }));
  };
}

function scaledSizes(sizes: Sizes, factor: number): Sizes {
  const scaled = Object.entries(sizes).map(([name, size]) => [name, Math.ceil(size * factor)]);
  const { handOffs, restarts, ...others } = Object.fromEntries(scaled) as Sizes;
  // Without any, nothing would be handed off and no timer be there to fire.
  return { ...others, handOffs: Math.max(1, handOffs), restarts: Math.max(1, restarts) };
}

/** Starting and joining tasks. */
function startsOf(
  { task, leavesOfTree, join, spawnTree }: HeavyIdioms,
  { starts, leaves }: Sizes,
): Subject[] {
  const size = Math.max(1, Math.min(leaves, leavesOfTree));
  const times = Math.ceil(leaves / size);
  return [
    {
      name: 'spawn',
      unit: `${task}, started and joined`,
      units: few * starts,
      size: `join(${few}, 1), ${starts} times`,
      run: () => repeat(starts, () => join(few, 1)),
      expected: few * starts,
    },
    {
      name: 'join',
      unit: `${task} that counts to 1,000`,
      units: few * starts,
      size: `join(${few}, 1000), ${starts} times`,
      run: () => repeat(starts, () => join(few, 1_000)),
      expected: 1_000 * few * starts,
    },
    {
      name: 'spawn-tree',
      unit: 'a leaf',
      units: size * times,
      size: times === 1 ? `spawnTree(${size})` : `spawnTree(${size}), ${times} times`,
      run: () => repeat(times, () => spawnTree(size)),
      expected: (times * size * (size - 1)) / 2,
    },
  ];
}

/** Waiting for each other. */
function waitsOf(idioms: HeavyIdioms, { turns, rounds, locks }: Sizes): Subject[] {
  return [
    {
      name: 'switch',
      unit: 'a turn',
      units: 2 * turns,
      size: `takeTurns(${turns})`,
      run: () => idioms.takeTurns(turns),
      expected: 2 * turns,
    },
    {
      name: 'fan-out',
      unit: 'a voter',
      units: few * rounds,
      size: `gatherVotes(${few}, ${rounds})`,
      run: () => idioms.gatherVotes(few, rounds),
      expected: (few / 2) * rounds,
    },
    {
      name: 'lock',
      unit: 'a lock and its release',
      units: few * locks,
      size: `criticalSection(${few}, ${locks})`,
      run: () => idioms.criticalSection(few, locks),
      expected: few * locks,
    },
    {
      name: 'wake-all',
      unit: 'a waiter, woken',
      units: few * rounds,
      size: `wakeAll(${few}, ${rounds})`,
      run: () => idioms.wakeAll(few, rounds),
      expected: few * rounds,
    },
  ];
}

/** Waiting for time, and for the first of several. */
function timesOf(idioms: HeavyIdioms, { restarts, selects, starts }: Sizes): Subject[] {
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
      units: selects,
      size: `selectMessages(${selects})`,
      run: () => idioms.selectMessages(selects),
      expected: selects,
    },
    {
      name: 'cancel',
      unit: `${idioms.task} that waits ten calls deep, started and cancelled`,
      units: few * starts,
      size: `cancelDeep(10, 60000, signal), ${few} at once, ${starts} times`,
      run: () => repeat(starts, () => cancelAll(idioms)),
      expected: 10 * few * starts,
    },
  ];
}

/** Passing something on. */
function queuesOf(idioms: HeavyIdioms, { handOffs, items, laps, signals }: Sizes): Subject[] {
  return [
    {
      name: 'hand-off',
      unit: `a hand-off to ${idioms.task}, and one back`,
      units: handOffs,
      size: `handOff(${handOffs})`,
      run: async () => sum(await idioms.handOff(handOffs)),
      expected: 6,
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
      units: few * laps,
      size: `ring(${few}, ${laps})`,
      run: () => idioms.ring(few, laps),
      expected: few * laps,
    },
    {
      name: 'signal',
      unit: 'a signal and its answer',
      units: signals,
      size: `signalTask(${signals})`,
      run: () => idioms.signalTask(signals),
      expected: signals,
    },
  ];
}

/** How messages of many sizes are sent. */
export interface Messages {
  readonly name: 'pipe' | 'shared-buffer';
  readonly what: string;
  /** Named as in `size`. */
  readonly send: (bytes: number, messages: number) => Promise<number>;
  /** Messages at the factor 1. */
  readonly most: number;
  /** Bytes of all of them together: fewer messages are sent, if they are large. */
  readonly mostBytes: number;
}

const messageSizes = [16, 256, 4096, 65_536, 2 ** 20, 2 ** 24];

/** Rows of messages from 16 B to 16 MiB. */
export function rowsOfMessages({ name, what, send, most, mostBytes }: Messages): Rows {
  return (factor = 1) =>
    messageSizes.map((bytes) => {
      const messages = Math.ceil(Math.min(most, mostBytes / bytes) * factor);
      return {
        ...{ name, what, bytes },
        unit: 'a message',
        units: messages,
        size: `${send.name}(${bytes}, ${messages})`,
        run: () => send(bytes, messages),
        expected: bytes * messages,
      };
    });
}

/** Cancels a few tasks at once. Returns the number of frames that have cleaned up. */
async function cancelAll({ cancelDeep }: HeavyIdioms): Promise<number> {
  const cancellation = new AbortController();
  const waiting = Array.from({ length: few }, () => cancelDeep(10, 60_000, cancellation.signal));
  cancellation.abort();
  const ends = await Promise.all(waiting);
  return sum(ends.map(({ cleanedUp }) => cleanedUp));
}

/** Adds up the results of runs, one after the other. */
function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
