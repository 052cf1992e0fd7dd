// Results that are set once.

import { describe, expect, it } from 'vitest';
import { AsyncResult, UsageError, VirtualHub } from '../src/index.ts';
import { caught } from './bodies.ts';

describe('an async result', () => {
  it('gives its value to all waiters, and to later ones at once', () => {
    const hub = new VirtualHub();
    const result = new AsyncResult<number>();
    const waiting = [hub.spawn(result.get()), hub.spawn(result.wait())];
    hub.runFor(1);
    expect([result.ready, result.value]).toEqual([false, undefined]);
    result.set(42);
    hub.runFor(0);
    expect(waiting.map(({ value }) => value)).toEqual([42, true]);
    expect(hub.run(result.get())).toBe(42);
    expect([result.ready, result.successful, result.value, result.error]).toEqual([
      true,
      true,
      42,
      undefined,
    ]);
  });

  it('raises its error in `get`, and not in `wait`', () => {
    const hub = new VirtualHub();
    const result = new AsyncResult<number>();
    const error = new Error('no');
    const [asking, waiting] = [hub.spawn(caught(result.get())), hub.spawn(result.wait())];
    hub.runFor(1);
    result.setError(error);
    hub.runFor(0);
    expect([asking.value, waiting.value]).toEqual([error, true]);
    expect([result.ready, result.successful, result.value, result.error]).toEqual([
      true,
      false,
      undefined,
      error,
    ]);
  });

  it('converts to a promise, before and after it is set', async () => {
    const [value, error] = [new AsyncResult<number>(), new AsyncResult<number>()];
    const promises = [value.toPromise(), error.toPromise()];
    value.set(42);
    error.setError(new Error('no'));
    expect(await promises[0]).toBe(42);
    await expect(promises[1]).rejects.toThrow('no');
    expect(await value.toPromise()).toBe(42);
    const late = new AsyncResult<number>();
    late.set(1);
    expect(await late.toPromise()).toBe(1);
  });

  it('can be set once', () => {
    const result = new AsyncResult<number>('vote');
    result.set(1);
    expect(() => result.set(2)).toThrow('vote has been set');
    expect(() => result.setError(new Error('no'))).toThrow(UsageError);
  });
});
