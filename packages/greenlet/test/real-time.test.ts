// The hub as a guest of Node's event loop: turns, clean-up, and deadlocks.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Channel, fromPromise, type Green, LoopExit, Queue, RealHub, sleep } from '../src/index.ts';
import { doing, raise } from './bodies.ts';

describe('a hub on real time', () => {
  it('lets timers and I/O run while greenlets never sleep', async () => {
    const hub = new RealHub();
    const spinner = hub.spawn(function* () {
      for (;;) yield* sleep(0);
    });
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect((await readFile(import.meta.filename)).length).toBeGreaterThan(0);
    spinner.kill();
    await hub.run(spinner.join());
  });

  it('wakes sleepers in the order of their deadlines, and none too early by its clock', async () => {
    const { hub, pass } = onSteppedClock();
    const woken: number[] = [];
    function* sleeper(ms: number): Green<void> {
      const start = hub.now();
      yield* sleep(ms);
      expect(hub.now() - start).toBeGreaterThanOrEqual(ms);
      woken.push(ms);
    }
    const sleepers = [7.4, 1.3, 5.2, 3.1].map((ms) => hub.spawn(sleeper(ms)).toPromise());
    await turns(2);
    for (let ms = 0; ms < 10; ms += 1) await pass(1);
    await Promise.all(sleepers);
    expect(woken).toEqual([1.3, 3.1, 5.2, 7.4]);
  });

  it('meets a deadline at the nearest whole millisecond, by which its clock is then', async () => {
    const { hub, delays, pass } = onSteppedClock();
    const deadlines = [10.4, 20.6].map((ms) => hub.now() + ms);
    const woken: number[] = [];
    for (const ms of [10.4, 20.6]) hub.after(ms, () => woken.push(hub.now()));
    await turns(1);
    await pass(10);
    expect(delays).toEqual([10, 11]);
    expect(woken).toEqual([expect.closeTo(deadlines[0]!, 2)]);
    await pass(10.4);
    expect(delays).toEqual([10, 11]);
    await pass(0.6);
    expect(woken[0]).toBeGreaterThanOrEqual(deadlines[0]!);
    expect(woken[1]).toBeGreaterThanOrEqual(deadlines[1]!);
  });

  it('waits again if the event loop wakes it more than half a millisecond early', async () => {
    const { hub, delays, pass } = onSteppedClock();
    const called = vi.fn();
    hub.after(10, called);
    await turns(1);
    await pass(9.3, { wake: true });
    expect(called).not.toHaveBeenCalled();
    expect(delays).toEqual([10, 1]);
    await pass(1);
    expect(called).toHaveBeenCalledOnce();
  });

  it('meets a deadline that has passed in a turn at the next turn', async () => {
    const { hub, delays, pass } = onSteppedClock();
    const called = vi.fn();
    hub.after(2, called);
    hub.defer(() => void pass(2));
    await turns(2);
    expect(called).toHaveBeenCalledOnce();
    expect(delays).toEqual([]);
  });

  it('sets a timer for an earlier deadline that is set from outside', async () => {
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
    expect(called[0]).toBe('now');
    expect(called.sort()).toEqual(['after', 'deferred', 'now']);
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

  it('returns the result of a main greenlet, or raises its error', async () => {
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
  it('rejects promises with a LoopExit that names every waiting greenlet and its wait', async () => {
    const hub = new RealHub();
    const inbox = new Queue<string>({ name: 'inbox' });
    hub.spawn(new Channel({ name: 'votes' }).receive(), 'counter');
    const failed = expect(hub.run(inbox.get())).rejects;
    await failed.toThrow(LoopExit);
    await expect(hub.run(inbox.get())).rejects.toThrow(
      'counter waits for an item of votes; main waits for an item of inbox',
    );
  });

  it('is none before the reactions of a promise that a greenlet has resolved', async () => {
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
    const later = turns(5).then(() => 'later');
    expect(await hub.run(fromPromise(later))).toBe('later');
  });

  it('is none while the hub is held, and is one when it is released', async () => {
    const hub = new RealHub();
    const inbox = new Queue<string>();
    const hold = hub.hold();
    const result = hub.run(inbox.get());
    await turns(5);
    inbox.putNowait('from outside');
    expect(await result).toBe('from outside');
    const waiting = hub.run(inbox.get());
    const failed = expect(waiting).rejects;
    await turns(5);
    hold[Symbol.dispose]();
    hold[Symbol.dispose]();
    await failed.toThrow(LoopExit);
  });

  it('does not affect greenlets that are not waited for', async () => {
    const hub = new RealHub();
    const inbox = new Queue<string>();
    const server = hub.spawn(inbox.get());
    await expect(hub.run(new Channel().receive())).rejects.toThrow(LoopExit);
    inbox.putNowait('request');
    expect(await server.toPromise()).toBe('request');
  });
});

/** Runs a program in a process of its own, until that ends by itself, and returns what it prints. */
async function runProcess(program: string): Promise<string> {
  const library = JSON.stringify(new URL('../src/index.ts', import.meta.url));
  const source = `import { joinall, Queue, RealHub, sleep } from ${library};${program}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', source]);
  return stdout;
}

/** A hub whose time passes by `pass`. `delays` are those of the timers that it has set (ms). */
function onSteppedClock() {
  let time = performance.now();
  let timer: { readonly at: number; readonly wake: () => void } | null = null;
  const delays: number[] = [];
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  vi.stubGlobal('setTimeout', (wake: () => void, ms: number) => {
    delays.push(ms);
    timer = { at: time + ms, wake };
    return timer;
  });
  vi.stubGlobal('clearTimeout', () => {
    timer = null;
  });
  onTestFinished(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
  /** Lets time pass, and the timer fire if it is due, or although it is not. */
  async function pass(ms: number, { wake = false } = {}): Promise<void> {
    time += ms;
    if (timer !== null && (wake || time >= timer.at - 1e-6)) {
      const fired = timer;
      timer = null;
      fired.wake();
    }
    await turns(2);
  }
  return { hub: new RealHub(), delays, pass };
}

/** Turns of the event loop, in each of which an idle hub could notice a deadlock. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
}
