// Work that must grow with the number of greenlets, and not with its square: 200,000 of them take a few seconds at most.

import { describe, expect, it } from 'vitest';
import {
  aborted,
  Event,
  type Green,
  Group,
  joinall,
  killall,
  Pool,
  Queue,
  RealHub,
  select,
  sleep,
  spawn,
  VirtualHub,
  wait,
} from '../src/index.ts';
import { caught } from './bodies.ts';

const many = 200_000;

/** A square of 200,000 is 4e10: no machine gets through in this time (ms). */
const limit = { timeout: 20_000 };

function* work(i: number): Green<number> {
  yield* sleep(i % 3);
  return i;
}

const numbers = Array.from({ length: many }, (_, i) => i);

describe(`${many} greenlets`, () => {
  it('are joined with errors raised', limit, () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const greenlets = numbers.map((i) => spawn(work(i)));
      expect(yield* joinall(greenlets, { raiseError: true })).toHaveLength(many);
      expect(yield* joinall(greenlets, { raiseError: true, count: many - 1 })).toHaveLength(many - 1);
    });
  });

  it('are joined up to a count, and waited for', limit, () => {
    new VirtualHub().run(function* () {
      const greenlets = numbers.map((i) => spawn(work(i)));
      expect(yield* joinall(greenlets, { count: many - 1 })).toHaveLength(many - 1);
      expect(yield* wait(greenlets)).toHaveLength(many);
    });
  });

  it('are mapped by a group', limit, () => {
    new VirtualHub().run(function* () {
      expect(yield* new Group().map(numbers, work)).toHaveLength(many);
    });
  });

  it('are mapped by a pool', limit, () => {
    new VirtualHub().run(function* () {
      expect(yield* new Pool(1000).map(numbers, work)).toHaveLength(many);
    });
  });

  it('are killed, and joined as a group', limit, () => {
    const hub = new VirtualHub();
    const group = new Group(hub);
    for (const i of numbers) group.spawn(sleep(1 + (i % 7)));
    hub.runFor(0);
    hub.run(function* () {
      const joining = spawn(group.join({ raiseError: true }));
      yield* killall(group);
      yield* joining.get();
    });
  });

  it('wait for one abort signal, and let go of it', limit, async () => {
    const hub = new RealHub();
    const controller = new AbortController();
    await hub.run(function* () {
      const waiting = numbers.map(() => spawn(aborted(controller.signal)));
      const killed = numbers.map(() => spawn(sleep(100_000)).killOn(controller.signal));
      yield* sleep(0);
      yield* killall(waiting.slice(many / 2));
      controller.abort();
      yield* joinall([...waiting, ...killed]);
    });
  });

  it('get items, are killed before they run, and the items come back in order', limit, () => {
    const hub = new VirtualHub();
    const queue = new Queue<number>();
    const getters = numbers.map(() => hub.spawn(queue.get()));
    while (hub.step());
    for (const i of numbers) queue.putNowait(i);
    for (const getter of getters.reverse()) getter.kill();
    for (const i of numbers) if (queue.getNowait() !== i) throw new Error(`item ${i} is out of place`);
  });
});

describe(`${many} times`, () => {
  it('a greenlet that does not wait has an error to be raised', limit, () => {
    const hub = new VirtualHub();
    let raised = 0;
    const victim = hub.spawn(function* () {
      for (; raised < many; raised += 1) yield* caught(sleep(0));
    });
    hub.step();
    for (const i of numbers) victim.throw(i);
    for (let turn = 0; turn < 3; turn += 1) hub.runFor(1); // 100,000 steps each
    expect(raised).toBe(many);
  });

  it('a select of a hundred cases loses all but one', limit, () => {
    new VirtualHub().run(function* () {
      const events = Array.from({ length: 100 }, () => new Event());
      for (let i = 0; i < many / 100; i += 1) {
        const cases = Object.fromEntries(events.map((event, n) => [`event ${n}`, event.wait()]));
        yield* select({ ...cases, turn: sleep(0) });
      }
    });
  });
});
