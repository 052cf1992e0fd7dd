// Structured concurrency: a scope owns its greenlets, and ends with them.

import { describe, expect, it } from 'vitest';
import {
  type Green,
  Local,
  type Scope,
  scope,
  sleep,
  spawn,
  UsageError,
  VirtualHub,
  withTimeout,
} from '../src/index.ts';
import { caught, raise } from './bodies.ts';

function* failing(ms: number, message: string): Green<never> {
  yield* sleep(ms);
  throw new Error(message);
}

/** Runs a main greenlet; the time at its end, and the errors reported. */
function runMain<T>(main: () => Green<T>) {
  const reported: string[] = [];
  const hub = new VirtualHub({ onError: (error) => reported.push((error as Error).message) });
  const result = hub.run(
    caught(
      (function* () {
        return yield* main();
      })(),
    ),
  );
  const now = hub.now();
  hub.runFor(1000);
  return { result, now, reported, timers: hub.pendingTimers };
}

describe('a scope', () => {
  it('returns the result of its body when all its greenlets have ended', () => {
    const { result, now } = runMain(() =>
      scope(function* (tasks) {
        tasks.spawn(sleep(10));
        tasks.spawn(function* () {
          yield* sleep(5);
          tasks.spawn(sleep(20));
        });
        yield* sleep(1);
        return 'done';
      }),
    );
    expect([result, now]).toEqual(['done', 25]);
  });

  it('raises the error of a greenlet in its body, kills the others and waits for them', () => {
    const ran: string[] = [];
    const { result, now, reported } = runMain(() =>
      scope(function* (tasks) {
        tasks.spawn(failing(5, 'one'));
        tasks.spawn(function* () {
          try {
            yield* sleep(1000);
          } finally {
            yield* sleep(3);
            ran.push('cleaned up');
          }
        });
        yield* sleep(500);
        ran.push('never');
      }),
    );
    expect([(result as Error).message, now, ran, reported]).toEqual(['one', 8, ['cleaned up'], []]);
  });

  it('raises the error of a greenlet although its body has returned, or catches it', () => {
    for (const wait of [sleep(0), caught(sleep(500))]) {
      const { result } = runMain(() =>
        scope(function* (tasks) {
          tasks.spawn(failing(5, 'one'));
          yield* wait;
        }),
      );
      expect(result).toMatchObject({ message: 'one' });
    }
  });

  it('kills its greenlets when its body fails, and reports their errors', () => {
    const { result, reported } = runMain(() =>
      scope(function* (tasks) {
        tasks.spawn(function* () {
          try {
            yield* sleep(100);
          } finally {
            raise(new Error('in cleanup'));
          }
        });
        yield* sleep(1);
        throw new Error('body');
      }),
    );
    expect([(result as Error).message, reported]).toEqual(['body', ['in cleanup']]);
  });

  it('raises both errors when its body fails with another', () => {
    const { result } = runMain(() =>
      scope(function* (tasks) {
        tasks.spawn(failing(5, 'one'));
        yield* caught(sleep(100));
        throw new Error('two');
      }),
    );
    expect((result as AggregateError).errors.map(({ message }) => message)).toEqual(['one', 'two']);
  });

  it('ends when its greenlet is killed, or at its deadline', () => {
    const ended: string[] = [];
    function* child(): Green<void> {
      try {
        yield* sleep(1000);
      } finally {
        ended.push('child');
      }
    }
    const inScope = () =>
      scope(function* (tasks) {
        tasks.spawn(child);
        yield* sleep(500);
      });
    const { result, now, timers } = runMain(function* () {
      const owner = spawn(inScope);
      yield* sleep(1);
      yield* owner.kill();
      expect(owner.killed).toBe(true);
      return yield* withTimeout(5, inScope, 'late');
    });
    expect([result, now, ended, timers]).toEqual(['late', 6, ['child', 'child'], 0]);
  });

  it('waits for its greenlets to clean up although its time is up', () => {
    const ended: number[] = [];
    const { result, now } = runMain(() =>
      withTimeout(
        10,
        scope(function* (tasks) {
          tasks.spawn(function* () {
            try {
              yield* sleep(1000);
            } finally {
              yield* sleep(50);
              ended.push(1);
            }
          });
          yield* sleep(5);
          throw new Error('body');
        }),
        'late',
      ),
    );
    expect([result, now, ended]).toEqual(['late', 55, [1]]);
  });

  it('can kill its greenlets, and refuses more when it has ended', () => {
    const { now } = runMain(function* () {
      let ended: Scope | undefined;
      yield* scope(function* (tasks) {
        ended = tasks;
        tasks.spawn(sleep(1000));
        yield* sleep(1);
        yield* tasks.kill();
        expect(tasks.size).toBe(0);
      });
      expect(() => ended!.spawn(sleep(1))).toThrow(UsageError);
    });
    expect(now).toBe(1);
  });
});

describe('a local', () => {
  it('has a value for each greenlet, and none for its children', () => {
    const local = new Local('none');
    const seen: string[] = [];
    function* user(name: string): Green<void> {
      local.set(name);
      yield* sleep(1);
      seen.push(local.get());
      yield* spawn(function* () {
        seen.push(local.get());
        yield* sleep(0);
      }).join();
    }
    const hub = new VirtualHub();
    hub.spawn(user('a'));
    hub.spawn(user('b'));
    hub.runFor(5);
    expect(seen).toEqual(['a', 'b', 'none', 'none']);
    expect(local.get()).toBe('none');
    expect(() => local.set('x')).toThrow(UsageError);
  });
});
