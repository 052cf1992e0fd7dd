// The debug mode finds a missing `yield*`.

import { describe, expect, it } from 'vitest';
import {
  type Green,
  Group,
  joinall,
  killall,
  Pool,
  Queue,
  Semaphore,
  scope,
  select,
  sleep,
  spawn,
  VirtualHub,
  withTimeout,
} from '../src/index.ts';

function reportsOf(main: (queue: Queue<number>) => Green<unknown>): Error[] {
  const reports: Error[] = [];
  const hub = new VirtualHub({ debug: true, onError: (error) => reports.push(error as Error) });
  hub.run(() => main(new Queue({ name: 'inbox', capacity: 1 })));
  hub.runFor(1000);
  return reports;
}

const mistakes: Record<string, (queue: Queue<number>) => Green<unknown>> = {
  *put(queue) {
    queue.put(1);
    yield* sleep(1);
  },
  *'get, at the end'(queue) {
    yield* sleep(1);
    queue.get();
  },
  *sleep() {
    sleep(10);
    yield* sleep(1);
  },
  *'select, of cases that it uses'(queue) {
    select({ item: queue.get(), late: sleep(5) });
    yield* sleep(1);
  },
  *acquire() {
    new Semaphore(1).acquire();
    yield* sleep(1);
  },
  *'join of a greenlet'() {
    spawn(sleep(1)).join();
    yield* sleep(1);
  },
  *'spawn in a pool'() {
    new Pool(1).spawn(() => sleep(1));
    yield* sleep(1);
  },
};

describe('a wait that is made and not waited for is found', () => {
  it.each(Object.entries(mistakes))('%s', (_, main) => {
    const reports = reportsOf(main);
    expect(reports).toHaveLength(1);
    expect(reports[0]!.message).toContain('put yield* before it');
    expect(reports[0]!.stack).toContain('debug.test.ts');
  });
});

it('nothing is found in correct code', () => {
  const reports = reportsOf(function* (queue) {
    yield* queue.put(1);
    yield* select({ item: queue.get(), late: sleep(5) });
    yield* withTimeout(5, queue.get(), null);
    const group = new Group();
    const children = [group.spawn(sleep(1)), spawn(queue.get())];
    children[1]!.kill();
    yield* joinall(children);
    killall([spawn(sleep(1))]);
    group.kill();
    yield* group.join();
    yield* scope(function* (tasks) {
      tasks.spawn(sleep(1));
      yield* sleep(1);
      tasks.kill();
    });
    yield* new Pool(1).map([1, 2], (ms) => sleep(ms));
    yield* queue.get().within(3);
    for (let i = 0; i < 1000; i += 1) {
      yield* queue.put(i);
      yield* queue.get();
    }
  });
  expect(reports).toEqual([]);
});
