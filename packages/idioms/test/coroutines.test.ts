// What is the coroutines' own: virtual time, kills, and what a select withdraws.

import { Event, type Green, LoopExit, Queue, sleep, spawn, VirtualHub } from '@three-ways/greenlet';
import { describe, expect, it } from 'vitest';
import * as coroutines from '../src/coroutines/index.ts';
import { RestartableTimer, select } from '../src/coroutines/index.ts';

/** Runs to the end in virtual time; then nothing may be left that waits. */
function inVirtualTime<T>(main: () => Green<T>): T {
  const hub = new VirtualHub();
  const result = hub.run(main);
  expect(waitingOn(hub)).toBe('nothing can ever run again: main waits for an item of nothing');
  return result;
}

/** Names what waits on a hub, main first. */
function waitingOn(hub: VirtualHub): string {
  try {
    hub.run(new Queue({ name: 'nothing' }).get());
  } catch (error) {
    if (error instanceof LoopExit) return error.message;
  }
  return 'an item of nothing';
}

describe('a select', () => {
  it('takes a message that is there', () => {
    const queue = new Queue<string>();
    queue.putNowait('hello');
    expect(inVirtualTime(() => select(queue, 10, new Event()))).toBe('message');
    expect(queue.size).toBe(0);
  });

  it('takes a message that arrives before its deadline', () => {
    const first = inVirtualTime(function* () {
      const queue = new Queue<string>();
      const selecting = spawn(select(queue, 10, new Event()));
      yield* sleep(9);
      queue.putNowait('hello');
      return yield* selecting.get();
    });
    expect(first).toBe('message');
  });

  it('ends at its deadline, and takes no message after it', () => {
    const queue = new Queue<string>();
    expect(inVirtualTime(() => select(queue, 10, new Event()))).toBe('deadline');
    queue.putNowait('still there');
    expect(queue.size).toBe(1);
  });

  it('ends when it is cancelled, also before its start', () => {
    const cancellation = new Event();
    cancellation.set();
    expect(inVirtualTime(() => select(new Queue<string>(), 10, cancellation))).toBe('cancelled');
  });
});

describe('a restartable timer', () => {
  it('fires one delay after its last restart, and not before', () => {
    inVirtualTime(function* () {
      let fired = 0;
      using timer = new RestartableTimer(() => {
        fired += 1;
      });
      for (const ms of [10, 20, 10]) {
        timer.restart(ms);
        yield* sleep(9);
      }
      expect(fired).toBe(0);
      yield* sleep(1);
      expect(fired).toBe(1);
      yield* sleep(1_000);
      expect(fired).toBe(1);
    });
  });

  it('does not fire once it is stopped, and can be restarted then', () => {
    inVirtualTime(function* () {
      let fired = 0;
      using timer = new RestartableTimer(() => {
        fired += 1;
      });
      timer.restart(10);
      timer.stop();
      yield* sleep(100);
      expect(fired).toBe(0);
      timer.restart(10);
      yield* sleep(10);
      expect(fired).toBe(1);
    });
  });
});

describe('a timeout', () => {
  it('comes when it is due, at any depth', () => {
    const hub = new VirtualHub();
    expect(hub.run(() => coroutines.cancelDeep(50, 1_000))).toEqual({ outcome: 'timeout', cleanedUp: 50 });
    expect(hub.now()).toBe(1_000);
  });
});

/** Each with sizes that it is not done with at once. */
const idioms: Record<string, () => Green<unknown>> = {
  handOff: () => coroutines.handOff(),
  join: () => coroutines.join(10, 10),
  criticalSection: () => coroutines.criticalSection(10, 10),
  gatherVotes: () => coroutines.gatherVotes(10),
  restartableTimer: () => coroutines.restartableTimer(1, 1_000),
  selectMessages: () => coroutines.selectMessages(100),
  cancelDeep: () => coroutines.cancelDeep(10, 1_000),
  boundedQueue: () => coroutines.boundedQueue(4, 100),
  wakeAll: () => coroutines.wakeAll(10),
  ring: () => coroutines.ring(10, 100),
  spawnTree: () => coroutines.spawnTree(100),
  signalTask: () => coroutines.signalTask(100),
  pipe: () => coroutines.pipe(10, 100),
  shareBuffer: () => coroutines.shareBuffer(10, 100),
  takeTurns: () => coroutines.takeTurns(100),
};

describe.each(Object.entries(idioms))('%s', (_, idiom) => {
  it('leaves nothing that waits', () => {
    inVirtualTime(idiom);
  });

  it.each([0, 1, 2, 5])('leaves nothing that waits when it is killed after %i turns', (turns) => {
    inVirtualTime(function* () {
      const task = spawn(idiom());
      for (let i = 0; i < turns; i += 1) yield* sleep(0);
      yield* task.kill();
      for (let i = 0; i < 1_000; i += 1) yield* sleep(0); // tasks that end by themselves
    });
  });
});
