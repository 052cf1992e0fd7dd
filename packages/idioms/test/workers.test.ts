// The idioms on threads.

import { getEventListeners } from 'node:events';
import { Inbox, Sender } from '@three-ways/thread-channel';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sharedCells } from '../src/workers/cells.ts';
import {
  boundedQueue,
  cancelDeep,
  criticalSection,
  gatherVotes,
  handOff,
  join,
  mostLeaves,
  mostThreads,
  park,
  pipe,
  pipeThroughRing,
  RestartableTimer,
  race,
  restartableTimer,
  ring,
  select,
  selectMessages,
  shareBuffer,
  signalTask,
  spawnTree,
  takeTurns,
  wakeAll,
} from '../src/workers/index.ts';
import { raceOutcomes } from '../src/workers/race-outcomes.ts';
import { Threads } from '../src/workers/threads.ts';
import { runningThreads } from './running-threads.ts';
import { addOnesUnlocked, waitAndCleanUp } from './worker-tasks.ts';

const tasks = new URL('./worker-tasks.ts', import.meta.url).href;

const before = runningThreads();

afterEach(() => {
  expect(runningThreads(), 'threads that survive').toBe(before);
});

describe('a race of threads', () => {
  it('ends 4 8 or 4 2', async () => {
    expect(['4 8', '4 2']).toContain((await race()).join(' '));
  });

  it('has both outcomes and no third', async () => {
    const found = new Set<string>();
    for (let i = 0; i < 50 && found.size < 2; i += 1)
      for (const outcome of Object.keys(await raceOutcomes(5000))) found.add(outcome);
    expect([...found].toSorted()).toEqual(['4 2', '4 8']);
  });
});

describe('a hand-off between threads', () => {
  it('has one outcome', async () => {
    expect(await handOff(2000)).toEqual([4, 2]);
    expect(await handOff()).toEqual([4, 2]);
  });
});

describe('threads', () => {
  it('are joined with their counts', async () => {
    expect(await join(3, 1000)).toBe(3000);
    expect(await join(2, 0)).toBe(0);
    expect(await join(0, 1000)).toBe(0);
  });

  it('add up to the total under a lock', async () => {
    expect(await criticalSection(3, 20_000)).toBe(60_000);
    expect(await criticalSection(0, 10)).toBe(0);
  });

  it('lose updates without it', async () => {
    const times = 1_000_000;
    const total = sharedCells(2 * times);
    for (let i = 0; i < 50 && total[0] === 2 * times; i += 1) {
      total[0] = 0;
      await using threads = new Threads(tasks);
      threads.spawn(addOnesUnlocked, total, times);
      threads.spawn(addOnesUnlocked, total, times);
      await threads.join();
    }
    expect(total[0]).toBeLessThan(2 * times);
  });

  it('grant half of the votes, rounded up', async () => {
    expect(await gatherVotes(3)).toBe(2);
    expect(await gatherVotes(2, 100)).toBe(100);
    expect(await gatherVotes(0)).toBe(0);
  });

  it('all wake at one event', async () => {
    expect(await wakeAll(3)).toBe(3);
    expect(await wakeAll(2, 100)).toBe(200);
    expect(await wakeAll(0)).toBe(0);
  });

  it('pass a token around a ring', async () => {
    expect(await ring(3, 100)).toBe(300);
    expect(await ring(1, 5)).toBe(5);
    expect(await ring(2, 0)).toBe(0);
  });

  it('take turns', async () => {
    expect(await takeTurns(500)).toBe(1000);
    expect(await takeTurns(0)).toBe(0);
  });

  it('signal each other, and no signal is lost', async () => {
    expect(await signalTask(2000)).toBe(2000);
    expect(await signalTask(0)).toBe(0);
  });

  it('start threads, as a tree', async () => {
    expect(await spawnTree(12)).toBe(66);
    expect(await spawnTree(1)).toBe(0);
    expect(await spawnTree(0)).toBe(0);
  });

  it('wait until they are released', async () => {
    const parked = await park(3);
    expect(runningThreads()).toBeGreaterThan(before);
    expect(await parked.release()).toBe(3);
  });
});

describe('a bounded queue of threads', () => {
  it.each([1, 4])('is never longer than %d', async (capacity) => {
    const { sum, longest } = await boundedQueue(capacity, 20_000);
    expect(sum).toBe(200_010_000);
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThanOrEqual(capacity);
  });

  it('may carry nothing', async () => {
    expect(await boundedQueue(1, 0)).toEqual({ sum: 0, longest: 0 });
  });
});

describe('a restartable timer of threads', () => {
  it('fires once, after the last restart', async () => {
    expect(await restartableTimer(100_000, 500)).toBe(0);
    expect(await restartableTimer(0, 5)).toBe(0);
  });

  it('fires no earlier than its deadline, and is over then', () => {
    const timer = new RestartableTimer(new BigInt64Array(new SharedArrayBuffer(8)));
    const start = performance.now();
    timer.start(5);
    expect(timer.restart(15)).toBe(true);
    expect(timer.wait()).toBe(true);
    expect(performance.now() - start).toBeGreaterThanOrEqual(15);
    expect(timer.restart(15)).toBe(false);
  });

  it('does not fire once it is stopped', () => {
    const timer = new RestartableTimer(new BigInt64Array(new SharedArrayBuffer(8)));
    timer.start(60_000);
    timer.stop();
    expect(timer.wait()).toBe(false);
    expect(timer.restart(0)).toBe(false);
  });
});

describe('a select of a thread', () => {
  const ends = () => {
    const messages = Inbox.create();
    const cancellation = Inbox.create({ selectableWith: messages });
    return { messages, cancellation };
  };
  const send = (inbox: Inbox) => Sender.attach(inbox.connect()).send(new Uint8Array(1));

  it('returns what came first', () => {
    const { messages, cancellation } = ends();
    send(messages);
    expect(select(messages, 60_000, cancellation)).toBe('message');
    send(cancellation);
    expect(select(messages, 60_000, cancellation)).toBe('cancelled');
    expect(select(messages, 5, cancellation)).toBe('deadline');
    expect(select(messages, 0, cancellation)).toBe('deadline');
  });

  it('leaves a message that comes after the deadline', () => {
    const { messages, cancellation } = ends();
    expect(select(messages, 1, cancellation)).toBe('deadline');
    send(messages);
    expect(select(messages, 60_000, cancellation)).toBe('message');
  });

  it('receives every message', async () => {
    expect(await selectMessages(2000)).toBe(2000);
    expect(await selectMessages(0)).toBe(0);
  });
});

describe('a thread that waits deep inside', () => {
  it('cleans up at a timeout', async () => {
    expect(await cancelDeep(10, 5)).toEqual({ outcome: 'timeout', cleanedUp: 10 });
    expect(await cancelDeep(1, 0)).toEqual({ outcome: 'timeout', cleanedUp: 1 });
  });

  it('cleans up when it is cancelled', async () => {
    const cancellation = new AbortController();
    const cancelled = cancelDeep(10, 60_000, cancellation.signal);
    setImmediate(() => cancellation.abort());
    expect(await cancelled).toEqual({ outcome: 'cancelled', cleanedUp: 10 });
    expect(getEventListeners(cancellation.signal, 'abort')).toEqual([]);
  });

  it('would not clean up if it were terminated', async () => {
    const state = sharedCells(0);
    const threads = new Threads(tasks);
    threads.spawn(waitAndCleanUp, state);
    await vi.waitFor(() => expect(state[0]).toBe(1), 10_000);
    await threads[Symbol.asyncDispose]();
    expect(state[0]).toBe(1);
  });

  it('is cancelled before it starts', async () => {
    const cancelled = await cancelDeep(3, 60_000, AbortSignal.abort());
    expect(cancelled).toEqual({ outcome: 'cancelled', cleanedUp: 3 });
  });
});

describe.each([
  ['as clones', pipe],
  ['through a ring', pipeThroughRing],
  ['in shared memory', shareBuffer],
])('messages %s', (_, send) => {
  it.each([
    [16, 1000],
    [100_000, 20],
    [2 ** 21, 3],
    [16, 0],
  ])('of %d bytes arrive, all %d', async (bytes, messages) => {
    expect(await send(bytes, messages)).toBe(bytes * messages);
  });
});

describe('a size that cannot be', () => {
  it.each([
    ['tasks', () => join(-1, 1)],
    ['tasks', () => join(mostThreads + 1, 1)],
    ['count', () => join(1, 0.5)],
    ['tasks', () => criticalSection(Number.NaN, 1)],
    ['times', () => criticalSection(1, -1)],
    ['voters', () => gatherVotes(mostThreads + 1)],
    ['terms', () => gatherVotes(1, -1)],
    ['waiters', () => wakeAll(-1)],
    ['times', () => wakeAll(1, 1.5)],
    ['times', () => handOff(-1)],
    ['capacity', () => boundedQueue(0, 1)],
    ['items', () => boundedQueue(1, -1)],
    ['tasks', () => ring(0, 1)],
    ['laps', () => ring(1, -1)],
    ['leaves', () => spawnTree(mostLeaves + 1)],
    ['times', () => signalTask(-1)],
    ['turns', () => takeTurns(-1)],
    ['messages', () => selectMessages(-1)],
    ['depth', () => cancelDeep(0, 1)],
    ['timeout', () => cancelDeep(1, -1)],
    ['restarts', () => restartableTimer(-1, 1)],
    ['timeout', () => restartableTimer(1, Number.NaN)],
    ['bytes', () => pipe(2 ** 40, 1)],
    ['messages', () => pipe(1, -1)],
    ['bytes', () => pipeThroughRing(0, 1)],
    ['messages', () => pipeThroughRing(1, -1)],
    ['bytes', () => shareBuffer(0, 1)],
    ['messages', () => shareBuffer(1, -1)],
    ['tasks', () => park(-1)],
    ['rounds', () => raceOutcomes(-1)],
  ])('is a RangeError that names %s', async (name, run) => {
    await expect(run()).rejects.toThrow(RangeError);
    await expect(run()).rejects.toThrow(`${name} is `);
  });
});
