// Sources outside of the library as cases of a select: nothing is lost when another case wins, or when a greenlet is killed.

import { describe, expect, it } from 'vitest';
import {
  Queue,
  RealHub,
  Selectable,
  select,
  sleep,
  UsageError,
  VirtualHub,
  type WaitSource,
} from '../src/index.ts';
import { caught } from './bodies.ts';

/** As an inbox of another thread would be: items come at any time, and a callback announces them, sometimes for nothing. */
class FakeInbox implements WaitSource<number> {
  readonly name = 'the inbox';
  readonly items: number[] = [];
  closed = false;
  notify: (() => void) | null = null;
  registered = 0;
  taken = 0;

  poll(): boolean {
    return this.items.length > 0 || this.closed;
  }

  take(): number {
    this.taken += 1;
    if (this.items.length === 0) throw new Error('the inbox is closed');
    return this.items.shift()!;
  }

  register(notify: () => void): () => void {
    this.registered += 1;
    this.notify = notify;
    return () => {
      this.registered -= 1;
      this.notify = null;
    };
  }

  post(...items: number[]): void {
    this.items.push(...items);
    this.notify?.();
  }
}

function setUp() {
  const hub = new VirtualHub();
  const inbox = new FakeInbox();
  return { hub, inbox, selectable: new Selectable(inbox) };
}

describe('a source', () => {
  it('that is ready is taken from at once', () => {
    const { hub, inbox, selectable } = setUp();
    inbox.post(1);
    expect(hub.run(select({ item: selectable.wait(), late: sleep(5) }))).toEqual({ case: 'item', value: 1 });
    expect(inbox.registered).toBe(0);
  });

  it('wakes waiters first come, first served, and is registered while there are any', () => {
    const { hub, inbox, selectable } = setUp();
    const readers = [1, 2, 3].map(() => hub.spawn(selectable.wait()));
    hub.runFor(0);
    expect(inbox.registered).toBe(1);
    inbox.notify!(); // for nothing
    inbox.post(1, 2);
    hub.runFor(0);
    expect(readers.map(({ value }) => value)).toEqual([1, 2, undefined]);
    inbox.post(3, 4);
    hub.runFor(0);
    expect([readers[2]!.value, inbox.registered, inbox.items]).toEqual([3, 0, [4]]);
  });

  it('keeps its item when another case wins, at a time-out, and when the greenlet is killed', () => {
    const { hub, inbox, selectable } = setUp();
    const other = new Queue<string>();
    const selecting = hub.spawn(select({ item: selectable.wait(), other: other.get() }));
    const late = hub.spawn(selectable.wait().within(5));
    const victim = hub.spawn(selectable.wait());
    hub.runFor(1);
    other.putNowait('other');
    victim.kill();
    hub.runFor(5);
    inbox.post(1);
    hub.runFor(0);
    expect(selecting.value).toEqual({ case: 'other', value: 'other' });
    expect([late.ready, late.value, inbox.registered, inbox.items, inbox.taken]).toEqual([
      true,
      undefined,
      0,
      [1],
      0,
    ]);
  });

  it('gets back, in order, items taken for greenlets that are killed before they run', () => {
    const { hub, inbox, selectable } = setUp();
    const victims = [1, 2].map(() => hub.spawn(selectable.wait()));
    hub.runFor(0);
    inbox.post(1, 2, 3);
    victims[1]!.kill();
    victims[0]!.kill();
    const items = hub.run(function* () {
      return [yield* selectable.wait(), yield* selectable.wait(), yield* selectable.wait()];
    });
    expect(items).toEqual([1, 2, 3]);
  });

  it('raises what its `take` throws, at once and later', () => {
    const { hub, inbox, selectable } = setUp();
    const waiting = hub.spawn(caught(selectable.wait()));
    hub.runFor(0);
    inbox.closed = true;
    inbox.notify!();
    hub.runFor(0);
    expect(waiting.value).toMatchObject({ message: 'the inbox is closed' });
    expect(hub.run(caught(selectable.wait()))).toMatchObject({ message: 'the inbox is closed' });
  });

  it('may become ready while it is being registered', () => {
    const { hub, inbox, selectable } = setUp();
    const register = inbox.register.bind(inbox);
    inbox.register = (notify) => {
      inbox.items.push(1);
      notify();
      return register(notify);
    };
    expect(hub.run(selectable.wait())).toBe(1);
    expect(inbox.registered).toBe(0);
  });

  it('holds the hub while it is waited for', async () => {
    const [hub, inbox] = [new RealHub(), new FakeInbox()];
    setTimeout(() => inbox.post(7), 5);
    expect(await hub.run(new Selectable(inbox).wait())).toBe(7);
    expect(() => new VirtualHub().run(new Selectable(inbox).wait())).toThrow(UsageError);
  });
});
