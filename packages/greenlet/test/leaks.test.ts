// A lost race leaves nothing behind on its subject.

import { execFile } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  aborted,
  fromPromise,
  Greenlet,
  Group,
  RealHub,
  select,
  sleep,
  spawn,
  throwOnAbort,
  VirtualHub,
} from '../src/index.ts';

/** Bytes of heap that a round keeps; the program defines `round`, a generator function, in its `setup`. */
async function bytesPerRound(setup: string): Promise<number> {
  const source = `
    import * as greenlet from ${JSON.stringify(new URL('../src/index.ts', import.meta.url))};
    const { RealHub, Queue, AsyncResult, Event, Group, joinall, select, sleep, spawn, fromPromise, aborted, throwOnAbort } = greenlet;
    const hub = new RealHub();
    const queue = new Queue();
    const soon = () => { hub.defer(() => queue.putNowait(1)); return queue.get(); };
    let atOnce = 1;
    ${setup}
    const heap = () => { gc(); gc(); return process.memoryUsage().heapUsed; };
    const rounds = function* (count) { for (let i = 0; i < count; i++) yield* round(); };
    const runRounds = (count) =>
      hub.run(joinall(Array.from({ length: atOnce }, () => hub.spawn(rounds(count / atOnce)))));
    await runRounds(2000);
    const before = heap();
    await runRounds(10000);
    console.log((heap() - before) / 10000);
    process.exit();
  `;
  const flags = ['--expose-gc', '--input-type=module', '-e', source];
  return Number((await promisify(execFile)(process.execPath, flags)).stdout);
}

const races: Record<string, string> = {
  'a promise': `
    const never = new Promise(() => {});
    function* round() { yield* select({ stop: fromPromise(never), item: soon() }); }`,
  'a promise, within a time': `
    const never = new Promise(() => {});
    atOnce = 20; // each round takes Node a millisecond
    function* round() { yield* fromPromise(never).within(0); }`,
  'an abort signal': `
    const { signal } = new AbortController();
    function* round() { yield* select({ stop: aborted(signal), item: soon() }); }`,
  'an abort signal, as a scope': `
    const { signal } = new AbortController();
    function* round() { const scope = throwOnAbort(signal); yield* soon(); scope[Symbol.dispose](); }`,
  'an abort signal, by greenlets that it would kill': `
    const { signal } = new AbortController();
    function* round() { yield* spawn(soon()).killOn(signal).join(); }`,
  'a greenlet': `
    const server = hub.spawn(sleep(1e9));
    function* round() { yield* select({ end: server.join(), result: server.get(), item: soon() }); }`,
  'the promise of a greenlet': `
    const server = hub.spawn(sleep(1e9));
    function* round() { server.toPromise(); server.link(() => {})[Symbol.dispose](); yield* soon(); }`,
  'a group': `
    const server = hub.spawn(sleep(1e9));
    const group = new Group(hub);
    function* round() { group.add(server); yield* select({ end: group.join(), item: soon() }); group.discard(server); }`,
  'a result and an event': `
    const [result, event] = [new AsyncResult(), new Event()];
    function* round() { yield* select({ result: result.get(), event: event.wait(), item: soon() }); }`,
};

describe('a race that is lost, round after round, leaves nothing on', () => {
  it.concurrent.each(Object.entries(races))('%s', async (_, setup) => {
    expect(await bytesPerRound(setup)).toBeLessThan(24); // the least that a round can leave is an object of 32
  });
});

describe('an abort signal', () => {
  it('has one listener for any number of waiters, and none without', () => {
    const hub = new VirtualHub();
    const { signal } = new AbortController();
    const listeners = () => getEventListeners(signal, 'abort').length;
    hub.run(function* () {
      const waiting = [spawn(aborted(signal)), spawn(aborted(signal)), spawn(sleep(10)).killOn(signal)];
      using _scope = throwOnAbort(signal);
      yield* sleep(1);
      expect(listeners()).toBe(1);
      for (const greenlet of waiting) yield* greenlet.kill();
    });
    expect(listeners()).toBe(0);
  });

  it('calls all waiters, and those added while it fires', () => {
    const hub = new VirtualHub();
    const controller = new AbortController();
    const { signal } = controller;
    const first = hub.spawn(aborted(signal));
    const victim = new Greenlet(hub, sleep(5)).killOn(signal);
    hub.runFor(1);
    controller.abort('stop');
    hub.runFor(0);
    expect([first.value, victim.killed, hub.run(aborted(signal))]).toEqual(['stop', true, 'stop']);
  });
});

describe('a promise', () => {
  it('that has settled is ready', async () => {
    const hub = new RealHub();
    const promise = Promise.resolve(7);
    await hub.run(fromPromise(promise));
    expect(await hub.run(select({ late: sleep(0), value: fromPromise(promise) }))).toEqual({
      case: 'value',
      value: 7,
    });
  });

  it('serves several waiters, on several hubs', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const hubs = [new RealHub(), new RealHub()];
    const results = hubs.flatMap((hub) => [hub.run(fromPromise(promise)), hub.run(fromPromise(promise))]);
    setTimeout(resolve, 2, 7);
    expect(await Promise.all(results)).toEqual([7, 7, 7, 7]);
  });
});

describe('a group', () => {
  it('adds a greenlet once, and no ended one', () => {
    const hub = new VirtualHub();
    const group = new Group(hub);
    const greenlet = hub.spawn(sleep(5));
    group.add(greenlet);
    group.add(greenlet);
    hub.runFor(10);
    group.add(greenlet);
    expect(group.size).toBe(0);
  });
});
