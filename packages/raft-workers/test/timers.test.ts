// Timers of a blocking thread: they run by time, and thousands of them cost no search.

import { expect, it } from 'vitest';
import { Timers } from '../src/timers.ts';

class ManualTimers extends Timers {
  time = 0;

  override now(): number {
    return this.time;
  }
}

it('runs what is due, the earliest first, and equal ones in the order in which they were set', () => {
  const timers = new ManualTimers();
  const ran: string[] = [];
  for (const [ms, name] of [
    [30, 'c'],
    [10, 'a'],
    [20, 'b'],
    [10, 'a2'],
    [40, 'd'],
  ] as const)
    timers.after(ms, () => ran.push(name));
  expect(timers.next).toBe(10);
  timers.time = 30;
  timers.run();
  expect(ran).toEqual(['a', 'a2', 'b', 'c']);
  expect(timers.next).toBe(40);
});

it('runs a timer that another one sets without delay', () => {
  const timers = new ManualTimers();
  const ran: string[] = [];
  timers.after(5, () => timers.after(0, () => ran.push('again')));
  timers.time = 5;
  timers.run();
  expect(ran).toEqual(['again']);
  expect(timers.next).toBe(Number.POSITIVE_INFINITY);
});

it('ten times as many timers take less than forty times as long', () => {
  const elapsed = (count: number) => {
    const timers = new ManualTimers();
    let ran = 0;
    const start = performance.now();
    for (let i = 0; i < count; i++, timers.time += 0.001) timers.after(100, () => ran++);
    timers.time += 1_000;
    timers.run();
    expect(ran).toBe(count);
    return performance.now() - start;
  };
  elapsed(3_000); // warm-up
  const few = Math.min(...[1, 2, 3].map(() => elapsed(3_000)));
  const many = Math.min(...[1, 2, 3].map(() => elapsed(30_000)));
  expect(many / few).toBeLessThan(40);
});
