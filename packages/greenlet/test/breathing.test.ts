// A greenlet whose waits are all ready lets others run after a number of them.

import { describe, expect, it } from 'vitest';
import type { Green } from '../src/index.ts';
import {
  Event,
  otherwise,
  Queue,
  RealHub,
  run,
  select,
  sleep,
  spawn,
  Timeout,
  VirtualHub,
} from '../src/index.ts';
import { caught } from './bodies.ts';

const loops: Record<string, () => () => Green<unknown>> = {
  'an event that is set': () => {
    const event = new Event();
    event.set();
    return () => event.wait();
  },
  'a queue with room': () => {
    const queue = new Queue<number>();
    return () => queue.put(1);
  },
  'a select with a fallback': () => {
    const queue = new Queue<number>();
    return () => select({ item: queue.get(), nothing: otherwise });
  },
};

describe.each(Object.entries(loops))('a loop of ready waits on %s', (_, make) => {
  function* loop(): Green<never> {
    const next = make();
    for (;;) yield* next();
  }

  it('lets timers of the event loop fire', async () => {
    const hub = new RealHub();
    const spinner = hub.spawn(loop);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await hub.run(spinner.kill());
    expect(spinner.killed).toBe(true);
  });

  it.each(['real', 'virtual'])('is interrupted by a Timeout, on %s time', async (time) => {
    function* main(): Green<unknown> {
      using _ = new Timeout(5);
      return yield* caught(loop());
    }
    const error = time === 'real' ? await run(main) : new VirtualHub().run(main);
    expect(error).toBeInstanceOf(Timeout);
  });

  it('lets other greenlets run', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const spinner = spawn(loop);
      yield* sleep(0);
      yield* spinner.kill();
    });
    expect(hub.now()).toBe(0);
  });
});

describe('a postponed wait', () => {
  it('takes the item that is there when it resumes, or waits', () => {
    const hub = new VirtualHub();
    const queue = new Queue<number>();
    for (let i = 0; i < 1000; i += 1) queue.putNowait(i);
    const taken: number[] = [];
    const greedy = hub.spawn(function* () {
      for (;;) taken.push(yield* queue.get());
    });
    hub.step();
    const first = taken.length;
    expect(first).toBeLessThan(1000);
    for (let i = 0; i < 500; i += 1) taken.push(queue.getNowait());
    hub.runFor(0);
    expect(taken).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    greedy.kill();
    hub.runFor(0);
    expect(hub.pendingTimers).toBe(0);
  });

  it('loses nothing when it is killed meanwhile', () => {
    const hub = new VirtualHub();
    const queue = new Queue<number>();
    for (let i = 0; i < 1000; i += 1) queue.putNowait(i);
    let taken = 0;
    const greedy = hub.spawn(function* () {
      for (;;) {
        yield* queue.get();
        taken += 1;
      }
    });
    hub.step();
    greedy.kill();
    hub.runFor(0);
    expect([greedy.killed, taken + queue.size]).toEqual([true, 1000]);
  });
});
