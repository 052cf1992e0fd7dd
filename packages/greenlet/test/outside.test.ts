// Bridges to code outside of greenlets: promises, abort signals, and hubs on virtual time that are driven asynchronously.

import { describe, expect, it } from 'vitest';
import {
  aborted,
  fromPromise,
  type Green,
  Greenlet,
  Queue,
  RealHub,
  select,
  sleep,
  spawn,
  throwOnAbort,
  VirtualHub,
} from '../src/index.ts';

describe.each([
  ['on real time', () => new RealHub()],
  ['on virtual time', () => new VirtualHub()],
])('a promise in a greenlet, %s', (_, makeHub) => {
  const run = <T>(body: () => Green<T>): Promise<T> => {
    const hub = makeHub();
    return hub instanceof VirtualHub ? hub.runAsync(body) : hub.run(body);
  };

  it('gives its value or raises its error', async () => {
    const outcome = await run(function* () {
      const value: number = yield* fromPromise(Promise.resolve(42));
      try {
        yield* fromPromise(Promise.reject(new Error('no')));
      } catch (error) {
        return [value, (error as Error).message];
      }
      return [];
    });
    expect(outcome).toEqual([42, 'no']);
  });

  it('can be a case of select, and is forgotten when another case wins', async () => {
    const { promise, reject } = Promise.withResolvers<number>();
    const first = await run(() => select({ value: fromPromise(promise), deadline: sleep(5) }));
    expect(first.case).toBe('deadline');
    reject(new Error('not heard, and no unhandled rejection'));
    await run(() => fromPromise(new Promise((resolve) => setImmediate(resolve))));
  });

  it('is forgotten when the greenlet is killed', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    await run(function* () {
      const victim = spawn(fromPromise(promise));
      yield* sleep(1);
      yield* victim.kill();
      resolve(1);
      yield* fromPromise(promise);
      expect(victim.killed).toBe(true);
    });
  });
});

describe('an abort signal', () => {
  it('raises its reason in the greenlet within the scope of throwOnAbort, and not after', () => {
    const hub = new VirtualHub();
    const controller = new AbortController();
    hub.after(10, () => controller.abort(new Error('stop')));
    hub.run(function* () {
      let caught: unknown;
      try {
        using _scope = throwOnAbort(controller.signal);
        yield* sleep(100);
      } catch (error) {
        caught = error;
      }
      expect(caught).toBe(controller.signal.reason);
      expect(hub.now()).toBe(10);
      yield* sleep(10);
      expect(() => throwOnAbort(controller.signal)).toThrow('stop');
      {
        const second = new AbortController();
        {
          using _scope = throwOnAbort(second.signal);
        }
        second.abort();
        yield* sleep(10);
      }
    });
  });

  it('raises nothing when its scope ends without another wait after it fired', () => {
    const hub = new VirtualHub();
    const controller = new AbortController();
    hub.run(function* () {
      {
        using _scope = throwOnAbort(controller.signal);
        controller.abort();
      }
      yield* sleep(10);
    });
    expect(hub.now()).toBe(10);
  });

  it('can be a case of select', () => {
    const hub = new VirtualHub();
    const controller = new AbortController();
    hub.after(10, () => controller.abort('stop'));
    const stopped = () => select({ stopped: aborted(controller.signal), deadline: sleep(100) });
    expect(hub.run(stopped())).toEqual({ case: 'stopped', value: 'stop' });
    expect(hub.run(stopped()).case).toBe('stopped');
  });

  it('kills a greenlet with killOn', () => {
    const hub = new VirtualHub();
    const controller = new AbortController();
    const greenlet = hub.spawn(sleep(100));
    greenlet.killOn(controller.signal);
    hub.runFor(10);
    controller.abort();
    hub.runFor(0);
    expect(greenlet.killed).toBe(true);
    const late = new Greenlet(hub, sleep(100)).killOn(controller.signal);
    expect(late.killed).toBe(true);
  });
});

describe('code that waits for promises, with a hub on virtual time', () => {
  it('drives it until a condition holds, and promises keep up with the clock', async () => {
    const hub = new VirtualHub();
    const inbox = new Queue<string>();
    const heard: string[] = [];
    async function outside(): Promise<void> {
      for (let i = 0; i < 3; i += 1) {
        heard.push(await hub.spawn(inbox.get()).toPromise());
        await Promise.resolve();
      }
    }
    void outside();
    hub.spawn(function* () {
      for (const item of ['a', 'b', 'c']) {
        yield* sleep(10);
        inbox.putNowait(`${item} at ${hub.now()}`);
      }
    });
    expect(await hub.runUntilAsync(() => heard.length === 3, 100)).toBe(true);
    expect(heard).toEqual(['a at 10', 'b at 20', 'c at 30']);
    expect(await hub.runUntilAsync(() => false, 70)).toBe(false);
    expect(hub.now()).toBe(100);
  });

  it('gets a LoopExit when nothing can ever run again', async () => {
    const hub = new VirtualHub();
    await expect(hub.runAsync(new Queue({ name: 'inbox' }).get())).rejects.toThrow(
      'main waits for an item of inbox',
    );
  });
});
