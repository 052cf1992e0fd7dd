// Events wake all their waiters.

import { describe, expect, it } from 'vitest';
import { Event, type Green, VirtualHub } from '../src/index.ts';

describe('an event', () => {
  it('wakes all waiters, first come, first served', () => {
    const hub = new VirtualHub();
    const event = new Event();
    const woken: number[] = [];
    function* waiter(number: number): Green<void> {
      expect(yield* event.wait()).toBe(true);
      woken.push(number);
    }
    for (let i = 0; i < 5; i += 1) hub.spawn(waiter(i));
    hub.runFor(1);
    expect(woken).toEqual([]);
    event.set();
    hub.runFor(0);
    expect(woken).toEqual([0, 1, 2, 3, 4]);
  });

  it('wakes all waiters even if it is cleared right after it was set', () => {
    const hub = new VirtualHub();
    const event = new Event();
    const waiters = [hub.spawn(event.wait()), hub.spawn(event.wait().within(100))];
    hub.runFor(1);
    event.set();
    event.clear();
    hub.runFor(0);
    expect(waiters.map(({ value }) => value)).toEqual([true, true]);
    expect(event.ready).toBe(false);
    expect(hub.pendingTimers).toBe(0);
  });

  it('is waited for only while it is cleared', () => {
    const hub = new VirtualHub();
    const event = new Event();
    event.set();
    const first = hub.spawn(event.wait());
    hub.runFor(0);
    expect(first.value).toBe(true);
    event.clear();
    const second = hub.spawn(event.wait().within(10));
    hub.runFor(10);
    expect(second).toMatchObject({ ready: true, value: undefined });
    expect(hub.now()).toBe(10);
  });
});
