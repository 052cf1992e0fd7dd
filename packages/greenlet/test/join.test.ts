// Waiting for several greenlets.

import { describe, expect, it } from 'vitest';
import {
  AsyncResult,
  Event,
  type Green,
  type Greenlet,
  joinall,
  killall,
  select,
  sleep,
  spawn,
  VirtualHub,
  wait,
} from '../src/index.ts';
import { caught } from './bodies.ts';

function* after<T>(ms: number, result: T): Green<T> {
  yield* sleep(ms);
  return result;
}

function* failing(ms: number, message: string): Green<never> {
  yield* sleep(ms);
  throw new Error(message);
}

describe('joinall', () => {
  it('waits for all, and returns them in the order in which they ended', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const greenlets = [30, 10, 20].map((ms) => spawn(after(ms, ms)));
      const ended: Greenlet<number>[] = yield* joinall(greenlets);
      expect(ended.map(({ value }) => value)).toEqual([10, 20, 30]);
      expect(hub.now()).toBe(30);
      expect((yield* joinall(greenlets)).map(({ value }) => value)).toEqual([10, 20, 30]);
    });
  });

  it('returns at once when there are no greenlets', () => {
    expect(new VirtualHub().run(joinall([]))).toEqual([]);
    expect(new VirtualHub().run(joinall([], { raiseError: true }))).toEqual([]);
  });

  it('waits for the first few', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const greenlets = [30, 10, 20].map((ms) => spawn(after(ms, ms)));
      expect((yield* joinall(greenlets, { count: 2 })).map(({ value }) => value)).toEqual([10, 20]);
      expect(hub.now()).toBe(20);
      expect((yield* joinall(greenlets, { count: 9 })).map(({ value }) => value)).toEqual([10, 20, 30]);
    });
  });

  it('raises the earliest error as soon as it occurs', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const greenlets = [failing(30, 'late'), failing(10, 'early'), after(20, 'fine')].map((body) =>
        spawn(body),
      );
      expect(yield* caught(joinall(greenlets, { raiseError: true }))).toMatchObject({ message: 'early' });
      expect(hub.now()).toBe(10);
      yield* joinall(greenlets);
    });
  });

  it('raises the earliest error when all have ended before', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const greenlets = [spawn(failing(30, 'late')), spawn(failing(10, 'early'))];
      yield* joinall(greenlets);
      expect(yield* caught(joinall(greenlets, { raiseError: true }))).toMatchObject({ message: 'early' });
    });
  });

  it('raises no error without raiseError, nor for a killed greenlet', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const failed = spawn(failing(5, 'no'));
      expect(yield* joinall([failed])).toEqual([failed]);
      const victim = spawn(sleep(100));
      victim.kill();
      expect(yield* joinall([victim], { raiseError: true })).toEqual([victim]);
    });
  });

  it('leaves nothing behind when it times out or loses a select', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const greenlets = [spawn(sleep(100)), spawn(sleep(100))];
      expect(yield* joinall(greenlets).within(10)).toBeUndefined();
      expect(yield* joinall(greenlets, { count: 1 }).within(10)).toBeUndefined();
      const first = yield* select({ all: joinall(greenlets), deadline: sleep(10) });
      expect(first.case).toBe('deadline');
      expect(greenlets.map((greenlet) => Reflect.get(greenlet, 'links').isEmpty)).toEqual([true, true]);
      killall(greenlets);
    });
    expect(hub.pendingTimers).toBe(0);
  });

  it('reports errors that were not returned', () => {
    const reported: unknown[] = [];
    const hub = new VirtualHub({ onError: (error) => reported.push((error as Error).message) });
    hub.run(function* () {
      const greenlets = [spawn(sleep(100)), spawn(failing(5, 'first')), spawn(failing(20, 'second'))];
      yield* joinall(greenlets).within(10);
      yield* sleep(20);
      expect(reported).toEqual(['first', 'second']);
      killall(greenlets);
    });
  });
});

describe('joinall in a select', () => {
  it('counts as asking for errors when it is taken, and only then', () => {
    const reported: unknown[] = [];
    const hub = new VirtualHub({ onError: (error) => reported.push((error as Error).message) });
    hub.run(function* () {
      const early = [spawn(failing(5, 'early')), spawn(failing(5, 'early too'))];
      expect((yield* select({ all: joinall(early), deadline: sleep(10) })).case).toBe('all');
      const late = [spawn(failing(15, 'late'))];
      expect((yield* select({ deadline: sleep(10), all: joinall(late) })).case).toBe('deadline');
      const never = [spawn(failing(5, 'never joined'))];
      expect((yield* select({ turn: sleep(0), all: joinall(never) })).case).toBe('turn');
      yield* sleep(10);
    });
    expect(reported).toEqual(['late', 'never joined']);
  });

  it('no longer counts as asking when it is interrupted twice', () => {
    const reported: unknown[] = [];
    const hub = new VirtualHub({ onError: (error) => reported.push((error as Error).message) });
    const late = hub.spawn(failing(15, 'late'));
    const joiner = hub.spawn(joinall([late]));
    hub.runFor(10);
    joiner.throw(new Error('first'));
    joiner.kill();
    hub.runFor(10);
    expect(reported).toEqual(['late']);
  });
});

describe('killall', () => {
  it('kills all at once and waits until their finally blocks have run', () => {
    const hub = new VirtualHub();
    const ran: number[] = [];
    function* worker(ms: number): Green<void> {
      try {
        yield* sleep(1000);
      } finally {
        yield* sleep(ms);
        ran.push(ms);
      }
    }
    hub.run(function* () {
      const workers = [3, 1, 2].map((ms) => spawn(worker(ms)));
      yield* sleep(1);
      yield* killall(workers);
      expect(ran).toEqual([1, 2, 3]);
      expect(hub.now()).toBe(4);
    });
    expect(hub.pendingTimers).toBe(0);
  });

  it('keeps greenlets that have not begun from running', () => {
    const hub = new VirtualHub();
    const ran: number[] = [];
    hub.run(function* () {
      const workers = [1, 2].map((number) =>
        spawn(function* () {
          ran.push(number);
          yield* sleep(1);
        }),
      );
      yield* killall(workers);
    });
    expect(ran).toEqual([]);
  });
});

describe('wait', () => {
  it('waits for anything with a ready state', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const [event, result] = [new Event(), new AsyncResult<number>()];
      const greenlet = spawn(sleep(10));
      hub.after(20, () => event.set());
      hub.after(5, () => result.set(1));
      expect(yield* wait([event, greenlet, result])).toEqual([result, greenlet, event]);
      expect(hub.now()).toBe(20);
    });
  });

  it('waits for the first few', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const events = [new Event(), new Event(), new Event()];
      events[2]!.set();
      hub.after(5, () => events[1]!.set());
      expect(yield* wait(events, { count: 1 })).toEqual([events[2]]);
      expect(yield* wait(events, { count: 2 })).toEqual([events[2], events[1]]);
      expect(hub.now()).toBe(5);
    });
  });
});
