// The hub as a guest of Node's event loop, and its bridges to promises, callbacks and abort signals.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  aborted,
  Channel,
  type Green,
  Greenlet,
  LoopExit,
  obey,
  promised,
  Queue,
  RealHub,
  select,
  sleep,
  spawn,
  VirtualHub,
} from '../src/index.ts';
import { doing, raise } from './bodies.ts';

describe('a hub on real time', () => {
  it('lets timers and I/O of others have their turn while greenlets never sleep', async () => {
    const hub = new RealHub();
    const spinner = hub.spawn(function* () {
      for (;;) yield* sleep(0);
    });
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect((await readFile(import.meta.filename)).length).toBeGreaterThan(0);
    spinner.kill();
    await hub.run(spinner.join());
  });

  it('wakes sleepers in the order of their deadlines, and none too early', async () => {
    const hub = new RealHub();
    const woken: number[] = [];
    function* sleeper(ms: number): Green<void> {
      const start = hub.now();
      yield* sleep(ms);
      expect(hub.now() - start).toBeGreaterThanOrEqual(ms);
      woken.push(ms);
    }
    await Promise.all([7, 1, 5, 3].map((ms) => hub.spawn(sleeper(ms)).toPromise()));
    expect(woken).toEqual([1, 3, 5, 7]);
  });

  it('sets a timer for a deadline that is set from outside and comes before the others', async () => {
    const hub = new RealHub();
    const late = hub.spawn(sleep(100_000));
    await hub.run(sleep(1));
    await new Promise<void>((resolve) => hub.after(1, resolve));
    expect(late.ready).toBe(false);
    late.kill();
  });

  it('sets one timer for all sleepers, does nothing until it fires, and leaves none behind', async () => {
    const counts = await runProcess(`
      import { getActiveResourcesInfo } from 'node:process';
      const count = () => getActiveResourcesInfo().filter((kind) => /Timeout|Immediate/.test(kind)).join();
      const hub = new RealHub();
      const sleepers = Array.from({ length: 100 }, (_, i) => hub.spawn(sleep(100_000 + i)));
      await hub.run(sleep(1));
      console.log(count());
      for (const sleeper of sleepers) sleeper.kill();
      await hub.run(joinall(sleepers));
      console.log(count());
    `);
    expect(counts).toBe('Timeout\n\n');
  });

  it('calls deferred callbacks and timers back from outside', async () => {
    const hub = new RealHub();
    const called: string[] = [];
    await new Promise<void>((resolve) => {
      hub.after(2, resolve);
      hub.after(1, () => called.push('after'));
      hub.defer(() => called.push('deferred'));
      called.push('now');
    });
    expect(called).toEqual(['now', 'deferred', 'after']);
  });

  it('lets the process end when there is nothing to do, and not before', async () => {
    const output = await runProcess(`
      const hub = new RealHub();
      hub.spawn(new Queue().get()); // waits for ever
      hub.after(100_000, () => {}).cancel();
      hub.spawn(sleep(100_000)).kill();
      const sleeper = hub.spawn(sleep(100_000));
      hub.spawn(function* () {
        yield* sleep(5);
        sleeper.kill();
        console.log('done');
      });
    `);
    expect(output).toBe('done\n');
  });

  it('hands out the result of a main greenlet, or its error', async () => {
    const hub = new RealHub();
    function* main(): Green<number> {
      yield* sleep(1);
      return 42;
    }
    expect(await hub.run(main)).toBe(42);
    await expect(hub.run(doing(() => raise(new Error('no'))))).rejects.toThrow('no');
  });
});

describe('a deadlock on real time', () => {
  it('rejects what was handed out with a LoopExit that names who waits for what', async () => {
    const hub = new RealHub();
    const inbox = new Queue<string>({ name: 'inbox' });
    hub.spawn(new Channel({ name: 'votes' }).receive(), 'counter');
    const failed = expect(hub.run(inbox.get())).rejects;
    await failed.toThrow(LoopExit);
    await expect(hub.run(inbox.get())).rejects.toThrow(
      'counter waits for an item of votes; main waits for an item of inbox',
    );
  });

  it('is none while the reactions of a promise that a greenlet resolved are still to come', async () => {
    const hub = new RealHub();
    const inbox = new Queue<string>();
    const { promise, resolve } = Promise.withResolvers<void>();
    void promise.then(() => inbox.putNowait('from a reaction'));
    const result = hub.run(function* () {
      resolve();
      return yield* inbox.get();
    });
    expect(await result).toBe('from a reaction');
  });

  it('is none while a promise is waited for', async () => {
    const hub = new RealHub();
    const later = new Promise<string>((resolve) => setTimeout(resolve, 5, 'later'));
    expect(await hub.run(promised(later))).toBe('later');
  });

  it('is none while somebody outside holds the hub, and is when it is let go', async () => {
    const hub = new RealHub();
    const inbox = new Queue<string>();
    const hold = hub.hold();
    const result = hub.run(inbox.get());
    await new Promise((resolve) => setTimeout(resolve, 5));
    inbox.putNowait('from outside');
    expect(await result).toBe('from outside');
    const waiting = hub.run(inbox.get());
    setTimeout(() => {
      hold[Symbol.dispose]();
      hold[Symbol.dispose]();
    }, 5);
    await expect(waiting).rejects.toThrow(LoopExit);
  });

  it('harms nobody whose end is not waited for', async () => {
    const hub = new RealHub();
    const inbox = new Queue<string>();
    const server = hub.spawn(inbox.get());
    await expect(hub.run(new Channel().receive())).rejects.toThrow(LoopExit);
    inbox.putNowait('request');
    expect(await server.toPromise()).toBe('request');
  });
});

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
      const value: number = yield* promised(Promise.resolve(42));
      try {
        yield* promised(Promise.reject(new Error('no')));
      } catch (error) {
        return [value, (error as Error).message];
      }
      return [];
    });
    expect(outcome).toEqual([42, 'no']);
  });

  it('can be a case of select, and is forgotten when another is taken', async () => {
    const { promise, reject } = Promise.withResolvers<number>();
    const first = await run(() => select({ value: promised(promise), deadline: sleep(5) }));
    expect(first.case).toBe('deadline');
    reject(new Error('heard by nobody, and no unhandled rejection'));
    await run(() => promised(new Promise((resolve) => setImmediate(resolve))));
  });

  it('is forgotten when the greenlet is killed', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    await run(function* () {
      const victim = spawn(promised(promise));
      yield* sleep(1);
      yield* victim.kill();
      resolve(1);
      yield* promised(promise);
      expect(victim.killed).toBe(true);
    });
  });
});

describe('an abort signal', () => {
  it('raises its reason in the greenlet that obeys it, within the scope and not after', () => {
    const hub = new VirtualHub();
    const controller = new AbortController();
    hub.after(10, () => controller.abort(new Error('stop')));
    hub.run(function* () {
      let caught: unknown;
      try {
        using _scope = obey(controller.signal);
        yield* sleep(100);
      } catch (error) {
        caught = error;
      }
      expect(caught).toBe(controller.signal.reason);
      expect(hub.now()).toBe(10);
      yield* sleep(10);
      expect(() => obey(controller.signal)).toThrow('stop');
      {
        const second = new AbortController();
        {
          using _scope = obey(second.signal);
        }
        second.abort();
        yield* sleep(10);
      }
    });
  });

  it('raises nothing when its scope is left without another wait after it fired', () => {
    const hub = new VirtualHub();
    const controller = new AbortController();
    hub.run(function* () {
      {
        using _scope = obey(controller.signal);
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

  it('kills a greenlet that is to obey it', () => {
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

/** Runs a program in a process of its own, until that ends by itself, and returns what it prints. */
async function runProcess(program: string): Promise<string> {
  const library = JSON.stringify(new URL('../src/index.ts', import.meta.url));
  const source = `import { joinall, Queue, RealHub, sleep } from ${library};${program}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', source]);
  return stdout;
}
