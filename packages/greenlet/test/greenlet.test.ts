// Greenlets: the order in which they run, how they end, and how that is observed.

import { describe, expect, it } from 'vitest';
import { type Green, Greenlet, Queue, sleep, spawn, VirtualHub } from '../src/index.ts';
import { caught, doing } from './bodies.ts';

describe('a greenlet', () => {
  it('never runs at once when spawned', () => {
    const hub = new VirtualHub();
    const ran: string[] = [];
    hub.run(function* () {
      const child = spawn(doing(() => ran.push('child')));
      ran.push('parent');
      yield* child.join();
    });
    expect(ran).toEqual(['parent', 'child']);
  });

  it('takes turns with the others by sleep(0): 1A 2A 1B 2B', () => {
    const hub = new VirtualHub();
    const ran: string[] = [];
    function* twice(name: string): Green<void> {
      ran.push(`${name}A`);
      yield* sleep(0);
      ran.push(`${name}B`);
    }
    hub.spawn(twice('1'));
    hub.spawn(twice('2'));
    hub.runFor(0);
    expect(ran.join(' ')).toBe('1A 2A 1B 2B');
  });

  it('calls its links in the order in which they were made, on a later turn', () => {
    const hub = new VirtualHub();
    const called: number[] = [];
    const greenlet = hub.spawn(doing(() => called.push(0)));
    for (let i = 1; i <= 1000; i += 1) greenlet.link(() => called.push(i));
    hub.runFor(0);
    greenlet.link(() => called.push(1001));
    expect(called).toHaveLength(1001);
    hub.runFor(0);
    expect(called).toEqual(Array.from({ length: 1002 }, (_, i) => i));
  });

  it('does not call a link that was disposed of', () => {
    const hub = new VirtualHub();
    const called: string[] = [];
    const greenlet = hub.spawn(doing(() => {}));
    const first = greenlet.link(() => called.push('first'));
    greenlet.link(() => called.push('second'));
    first[Symbol.dispose]();
    hub.runFor(0);
    expect(called).toEqual(['second']);
  });

  it('gives its result before and after its end', () => {
    const hub = new VirtualHub();
    const result = hub.run(function* () {
      const child = spawn(function* () {
        yield* sleep(5);
        return 42;
      });
      const before: number = yield* child.get();
      const after: number = yield* child.get();
      return [before, after, child.value, child.successful, child.ready, child.error];
    });
    expect(result).toEqual([42, 42, 42, true, true, undefined]);
  });

  it('raises its error by `get`, and not by `join`', () => {
    const hub = new VirtualHub();
    const error = new Error('no');
    hub.run(function* () {
      const child = spawn(failing(error));
      expect(yield* child.join()).toBe(child);
      expect(child).toMatchObject({ ready: true, successful: false, error, value: undefined });
      expect(yield* caught(child.get())).toBe(error);
    });
  });

  it('can be created first and started later, once', () => {
    const hub = new VirtualHub();
    const runs: number[] = [];
    const greenlet = new Greenlet(
      hub,
      doing(() => runs.push(hub.now())),
    );
    hub.runFor(10);
    expect(runs).toEqual([]);
    greenlet.start().start();
    hub.runFor(10);
    greenlet.start();
    hub.runFor(10);
    expect(runs).toEqual([10]);
  });

  it('runs after its delay when spawned for later', () => {
    const hub = new VirtualHub();
    const greenlet = hub.spawnLater(30, doing(hub.now.bind(hub)));
    hub.runFor(29);
    expect(greenlet.ready).toBe(false);
    hub.runFor(1);
    expect(greenlet.value).toBe(30);
  });

  it('is named by an argument, its function, or a number', () => {
    const hub = new VirtualHub();
    const worker = () => doing(() => {});
    expect(hub.spawn(worker, 'given').name).toBe('given');
    expect(hub.spawn(worker).name).toBe('worker');
    expect(hub.spawn(worker()).name).toMatch(/^greenlet-\d+$/);
    hub.runFor(0);
  });

  it('can run a single wait as its body', () => {
    const hub = new VirtualHub();
    const queue = new Queue<string>();
    const getter = hub.spawn(queue.get());
    queue.putNowait('item');
    hub.runFor(0);
    expect(getter.value).toBe('item');
  });

  it('that yields without a star gets an error that says yield*', () => {
    const hub = new VirtualHub();
    const greenlet = hub.spawn(function* () {
      yield 1 as never;
    });
    greenlet.link(() => {});
    hub.runFor(0);
    expect(greenlet.error).toMatchObject({ name: 'UsageError', message: expect.stringContaining('yield*') });
  });
});

function* failing(error: unknown): Green<never> {
  yield* sleep(0);
  throw error;
}
