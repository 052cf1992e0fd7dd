// Incorrect use is refused before anything is lost.

import { describe, expect, it } from 'vitest';
import {
  fromPromise,
  type Green,
  Queue,
  select,
  sleep,
  spawn,
  UsageError,
  VirtualHub,
  withTimeout,
} from '../src/index.ts';
import { caught } from './bodies.ts';

describe('a wait', () => {
  const twice: Record<string, (queue: Queue<number>) => Green<unknown>> = {
    'as two cases of one select': (queue) => {
      const wait = queue.get();
      return select({ a: wait, b: wait, late: sleep(50) });
    },
    *'as a case of two selects'(queue) {
      const wait = queue.get();
      yield* select({ a: wait, late: sleep(5) });
      yield* select({ a: wait, late: sleep(5) });
    },
    *'as a case of a select that is not waited for yet'(queue) {
      const wait = queue.get();
      select({ a: wait });
      yield* wait;
    },
    *'as a case of a select, then alone'(queue) {
      const wait = queue.get();
      yield* select({ a: wait, late: sleep(5) });
      yield* wait;
    },
    *'by two greenlets'(queue) {
      const wait = queue.get();
      const first = spawn(wait);
      try {
        spawn(wait);
      } finally {
        yield* first.kill();
      }
    },
    *'after its time was up'(queue) {
      const wait = queue.get().within(5);
      yield* wait;
      yield* wait;
    },
    *'by withTimeout, then alone'(queue) {
      const wait = queue.get();
      yield* withTimeout(5, wait, null);
      yield* wait;
    },
  };

  it.each(Object.entries(twice))('is refused %s, and the queue keeps its items', (_, body) => {
    const hub = new VirtualHub();
    const queue = new Queue<number>();
    const error = hub.run(
      caught(
        (function* () {
          return yield* body(queue);
        })(),
      ),
    );
    expect(error).toBeInstanceOf(UsageError);
    hub.runFor(100);
    queue.putNowait(1);
    queue.putNowait(2);
    hub.runFor(100);
    expect(queue.size).toBe(2);
  });

  it('takes no limit once it is used', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const wait = new Queue().get();
      const waiting = spawn(wait);
      expect(() => wait.within(5)).toThrow(UsageError);
      yield* sleep(1);
      expect(() => wait.within(5)).toThrow(UsageError);
      waiting.kill();
    });
  });
});

describe('a value that is no body', () => {
  const none: unknown[] = [undefined, null, 5, Promise.resolve(1)];

  it.each(none.map((value) => [String(value), value]))('is refused: %s', (_, value) => {
    const hub = new VirtualHub();
    const body = value as Green<unknown>;
    expect(() => hub.spawn(body)).toThrow(UsageError);
    expect(() => hub.run(() => body)).toThrow('function*');
    expect(() => hub.run(withTimeout(5, body))).toThrow(UsageError);
  });

  it('is refused by fromPromise', () => {
    expect(() => fromPromise(5 as unknown as Promise<number>)).toThrow(UsageError);
  });
});

describe('a generator', () => {
  function* worker(log: string[]): Green<void> {
    log.push('begun');
    yield* sleep(5);
    log.push('ended');
  }

  it.each(['at once', 'after it has ended'])('is refused as the body of a second greenlet, %s', (when) => {
    const hub = new VirtualHub();
    const log: string[] = [];
    const body = worker(log);
    const first = hub.spawn(body);
    if (when !== 'at once') hub.runFor(10);
    expect(() => hub.spawn(body)).toThrow(UsageError);
    hub.runFor(10);
    expect([first.successful, log]).toEqual([true, ['begun', 'ended']]);
  });

  it('is refused when a function returns it again, and the first greenlet continues', () => {
    const hub = new VirtualHub();
    const log: string[] = [];
    const body = worker(log);
    const first = hub.spawn(() => body);
    const second = hub.spawn(
      caught(
        (function* () {
          yield* spawn(() => body).get();
        })(),
      ),
    );
    hub.runFor(10);
    expect([first.successful, log]).toEqual([true, ['begun', 'ended']]);
    expect(second.value).toBeInstanceOf(UsageError);
  });

  it('is refused by withTimeout when it is a greenlet’s body, and that greenlet continues', () => {
    const hub = new VirtualHub();
    const log: string[] = [];
    const body = worker(log);
    const first = hub.spawn(body);
    hub.runFor(1);
    expect(() => hub.run(withTimeout(50, body, null))).toThrow(UsageError);
    hub.runFor(10);
    expect([first.successful, log]).toEqual([true, ['begun', 'ended']]);
  });

  it('is refused when two greenlets share it', () => {
    const hub = new VirtualHub();
    const body = worker([]);
    hub.spawn(
      caught(
        (function* () {
          yield* body;
        })(),
      ),
    );
    const second = hub.spawn(
      caught(
        (function* () {
          yield* body;
        })(),
      ),
    );
    hub.runFor(10);
    expect(second.value).toBeInstanceOf(UsageError);
  });
});
