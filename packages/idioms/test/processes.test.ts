// The idioms on processes.

import { getEventListeners } from 'node:events';
import { mkdtempDisposableSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Children } from '../src/processes/children.ts';
import {
  boundedQueue,
  cancelDeep,
  criticalSection,
  gatherVotes,
  handOff,
  join,
  mostLeaves,
  mostProcesses,
  park,
  pipe,
  pipeByStdio,
  RestartableTimer,
  race,
  restartableTimer,
  ring,
  select,
  selectMessages,
  signalBurst,
  signalTask,
  spawnTree,
  takeTurns,
  wakeAll,
} from '../src/processes/index.ts';
import { keepTimer } from '../src/processes/restartable-timer.ts';
import { descendants } from './descendants.ts';
import { echo, fail, waitAndCleanUp } from './process-tasks.ts';

const tasks = new URL('./process-tasks.ts', import.meta.url).href;
const timers = new URL('../src/processes/restartable-timer.ts', import.meta.url).href;

/** A child that has exited is a handle for one more turn of the event loop. */
afterEach(async () => {
  vi.unstubAllEnvs();
  expect(descendants(), 'processes that survive').toEqual([]);
  await vi.waitFor(() => expect(process.getActiveResourcesInfo()).not.toContain('ProcessWrap'));
});

describe('a race of processes', () => {
  it('has one outcome, since nothing is shared', async () => {
    for (let i = 0; i < 5; i += 1) expect(await race()).toEqual([4, 2]);
  });

  it('has the same outcome with a hand-off', async () => {
    expect(await handOff(500)).toEqual([4, 2]);
    expect(await handOff()).toEqual([4, 2]);
  });
});

describe('processes', () => {
  it('are joined with their counts', async () => {
    expect(await join(2, 1000)).toBe(2000);
    expect(await join(1, 0)).toBe(0);
    expect(await join(0, 1000)).toBe(0);
  });

  it('add up to the total under a lock', async () => {
    using folder = mkdtempDisposableSync(`${tmpdir()}/test-`);
    vi.stubEnv('TMPDIR', folder.path);
    expect(await criticalSection(3, 50)).toBe(150);
    expect(await criticalSection(0, 10)).toBe(0);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('grant half of the votes, rounded up', async () => {
    expect(await gatherVotes(3)).toBe(2);
    expect(await gatherVotes(2, 50)).toBe(50);
    expect(await gatherVotes(0)).toBe(0);
  });

  it('all wake at one event', async () => {
    expect(await wakeAll(3)).toBe(3);
    expect(await wakeAll(2, 50)).toBe(100);
    expect(await wakeAll(0)).toBe(0);
  });

  it('pass a token around a ring', async () => {
    expect(await ring(3, 50)).toBe(150);
    expect(await ring(2, 1)).toBe(2);
    expect(await ring(2, 0)).toBe(0);
  });

  it('take turns', async () => {
    expect(await takeTurns(200)).toBe(400);
    expect(await takeTurns(0)).toBe(0);
  });

  it('start processes, as a tree', async () => {
    expect(await spawnTree(12)).toBe(66);
    expect(await spawnTree(1)).toBe(0);
    expect(await spawnTree(0)).toBe(0);
  });

  it('wait until they are released', async () => {
    const parked = await park(2);
    expect(descendants()).toHaveLength(2);
    expect(await parked.release()).toBe(2);
  });
});

describe('signals to a process', () => {
  it('come one by one, if each is answered', async () => {
    expect(await signalTask(200)).toBe(200);
    expect(await signalTask(0)).toBe(0);
  });

  it('coalesce in a burst', async () => {
    expect(await signalBurst(1)).toBe(1);
    const came = await signalBurst(1000);
    expect(came).toBeGreaterThanOrEqual(1);
    expect(came).toBeLessThan(1000);
  });
});

describe('a bounded queue of processes', () => {
  it.each([1, 4])('is never longer than %d', async (capacity) => {
    const { sum, longest } = await boundedQueue(capacity, 500);
    expect(sum).toBe(125_250);
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThanOrEqual(capacity);
  });

  it('may carry nothing', async () => {
    expect(await boundedQueue(1, 0)).toEqual({ sum: 0, longest: 0 });
  });
});

describe('a watchdog process', () => {
  it('fires once, after the last restart', async () => {
    expect(await restartableTimer(1000, 500)).toBe(0);
    expect(await restartableTimer(0, 5)).toBe(0);
  });

  it('does not fire once it is stopped, and may be restarted', async () => {
    await using children = new Children(timers);
    const timer = new RestartableTimer(children.fork(keepTimer));
    await timer.restart(60_000);
    await timer.stop();
    await timer.restart(1);
    expect(await timer.fired()).toBe(3);
  });
});

describe('a select of a process', () => {
  it('returns what came first', async () => {
    await using children = new Children(tasks);
    const child = children.fork(echo);
    const cancellation = new AbortController();
    await child.send('message');
    expect(await select(child, 60_000, cancellation.signal)).toBe('message');
    expect(await select(child, 5, cancellation.signal)).toBe('deadline');
    const cancelled = select(child, 60_000, cancellation.signal);
    cancellation.abort();
    expect(await cancelled).toBe('cancelled');
    expect(await select(child, 60_000, cancellation.signal)).toBe('cancelled');
    expect(getEventListeners(cancellation.signal, 'abort')).toEqual([]);
  });

  it('leaves a message that comes after the deadline', async () => {
    await using children = new Children(tasks);
    const child = children.fork(echo);
    const never = new AbortController().signal;
    expect(await select(child, 0, never)).toBe('deadline');
    await child.send('late');
    expect(await select(child, 60_000, never)).toBe('message');
  });

  it('rejects when the child ends', async () => {
    await using children = new Children(tasks);
    const child = children.fork(fail, 'thrown by a child');
    const selecting = select(child, 60_000, new AbortController().signal);
    await expect(selecting).rejects.toThrow('thrown by a child');
  });

  it('receives every message', async () => {
    expect(await selectMessages(500)).toBe(500);
    expect(await selectMessages(0)).toBe(0);
  });
});

describe('a process that waits deep inside', () => {
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

  it('would not clean up at a signal without a handler', async () => {
    using folder = mkdtempDisposableSync(`${tmpdir()}/test-`);
    await using children = new Children(tasks);
    const child = children.fork(waitAndCleanUp, `${folder.path}/cleaned-up`);
    await child.receive();
    child.process.kill('SIGTERM');
    await expect(child.join()).rejects.toThrow('ended with SIGTERM');
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is cancelled before it starts', async () => {
    const cancelled = await cancelDeep(3, 60_000, AbortSignal.abort());
    expect(cancelled).toEqual({ outcome: 'cancelled', cleanedUp: 3 });
  });
});

describe.each([
  ['as structured clones', pipe],
  ['through standard input', pipeByStdio],
])('messages %s', (_, send) => {
  it.each([
    [16, 500],
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
    ['tasks', () => join(mostProcesses + 1, 1)],
    ['count', () => join(1, 0.5)],
    ['tasks', () => criticalSection(Number.NaN, 1)],
    ['times', () => criticalSection(1, -1)],
    ['voters', () => gatherVotes(mostProcesses + 1)],
    ['terms', () => gatherVotes(1, -1)],
    ['waiters', () => wakeAll(-1)],
    ['times', () => wakeAll(1, 1.5)],
    ['times', () => handOff(0)],
    ['capacity', () => boundedQueue(0, 1)],
    ['items', () => boundedQueue(1, -1)],
    ['tasks', () => ring(1, 1)],
    ['laps', () => ring(2, -1)],
    ['leaves', () => spawnTree(mostLeaves + 1)],
    ['times', () => signalTask(-1)],
    ['times', () => signalBurst(0)],
    ['turns', () => takeTurns(-1)],
    ['messages', () => selectMessages(-1)],
    ['depth', () => cancelDeep(0, 1)],
    ['timeout', () => cancelDeep(1, -1)],
    ['restarts', () => restartableTimer(-1, 1)],
    ['timeout', () => restartableTimer(1, Number.NaN)],
    ['bytes', () => pipe(2 ** 40, 1)],
    ['messages', () => pipe(1, -1)],
    ['bytes', () => pipeByStdio(-1, 1)],
    ['tasks', () => park(-1)],
  ])('is a RangeError that names %s', async (name, run) => {
    await expect(run()).rejects.toThrow(RangeError);
    await expect(run()).rejects.toThrow(`${name} is `);
  });
});
