// Channels behave as Go's do.

import { describe, expect, it } from 'vitest';
import { Channel, ChannelClosed, sleep, spawn, VirtualHub } from '../src/index.ts';
import { caught } from './bodies.ts';

describe('a channel', () => {
  it('makes a sender wait for a receiver', () => {
    const hub = new VirtualHub();
    const channel = new Channel<string>();
    const sender = hub.spawn(channel.send('item'));
    hub.runFor(10);
    expect(sender.ready).toBe(false);
    const receiver = hub.spawn(channel.receive());
    hub.runFor(0);
    expect(sender.ready).toBe(true);
    expect(receiver.value).toEqual({ ok: true, value: 'item' });
  });

  it('makes a receiver wait for a sender', () => {
    const hub = new VirtualHub();
    const channel = new Channel<string>();
    const receiver = hub.spawn(channel.receive());
    hub.runFor(10);
    expect(receiver.ready).toBe(false);
    const sender = hub.spawn(channel.send('item'));
    hub.runFor(0);
    expect(sender.ready).toBe(true);
    expect(receiver.value).toEqual({ ok: true, value: 'item' });
  });

  it('with a capacity makes a sender wait only when it is full', () => {
    const hub = new VirtualHub();
    const channel = new Channel<number>({ capacity: 1 });
    const senders = [1, 2].map((item) => hub.spawn(channel.send(item)));
    hub.runFor(0);
    expect(senders.map(({ ready }) => ready)).toEqual([true, false]);
    expect(channel.size).toBe(1);
    const receivers = [hub.spawn(channel.receive()), hub.spawn(channel.receive())];
    hub.runFor(0);
    expect(receivers.map(({ value }) => value?.value)).toEqual([1, 2]);
    expect(senders[1]!.ready).toBe(true);
  });

  it('that is closed is ready to receive from, and not ok', () => {
    const hub = new VirtualHub();
    const channel = new Channel<string>();
    const waiting = hub.spawn(channel.receive());
    hub.runFor(0);
    channel.close();
    const later = hub.spawn(channel.receive());
    hub.runFor(0);
    expect([waiting.value, later.value]).toEqual([
      { ok: false, value: undefined },
      { ok: false, value: undefined },
    ]);
  });

  it('that is closed delivers its buffered items first', () => {
    const hub = new VirtualHub();
    const channel = new Channel<string>({ capacity: 2 });
    const received = hub.run(function* () {
      yield* channel.send('a');
      yield* channel.send('b');
      channel.close();
      const items: string[] = [];
      for (;;) {
        const { ok, value } = yield* channel.receive();
        if (!ok) return items;
        items.push(value);
      }
    });
    expect(received).toEqual(['a', 'b']);
  });

  it('raises in senders when it is closed, those that wait included', () => {
    const hub = new VirtualHub();
    const channel = new Channel<string>({ name: 'votes' });
    const outcomes = hub.run(function* () {
      const waiting = spawn(caught(channel.send('item')));
      yield* sleep(0);
      channel.close();
      const later = spawn(caught(channel.send('item')));
      return [yield* waiting.get(), yield* later.get()];
    });
    for (const outcome of outcomes) {
      expect(outcome).toBeInstanceOf(ChannelClosed);
      expect(outcome).toMatchObject({ message: expect.stringContaining('votes') });
    }
  });

  it('can be closed only once', () => {
    const channel = new Channel<string>();
    channel.close();
    expect(channel.closed).toBe(true);
    expect(() => channel.close()).toThrow(ChannelClosed);
  });

  it('loses no item when a receiver is killed after it was given one and before it runs', () => {
    const hub = new VirtualHub();
    const channel = new Channel<string>();
    const victim = hub.spawn(channel.receive());
    hub.runFor(0);
    const sender = hub.spawn(channel.send('item'));
    hub.step();
    expect(sender.ready).toBe(true);
    victim.kill();
    const next = hub.spawn(channel.receive());
    hub.runFor(0);
    expect(victim.killed).toBe(true);
    expect(next.value).toEqual({ ok: true, value: 'item' });
    expect(channel.size).toBe(0);
  });

  it('keeps a second sender waiting while it holds the item of a killed receiver', () => {
    const hub = new VirtualHub();
    const channel = new Channel<string>();
    const victim = hub.spawn(channel.receive());
    hub.runFor(0);
    hub.spawn(channel.send('first'));
    hub.step();
    victim.kill();
    const second = hub.spawn(channel.send('second'));
    hub.runFor(0);
    expect([channel.size, second.ready]).toEqual([1, false]);
    expect(hub.run(channel.receive())).toEqual({ ok: true, value: 'first' });
    expect([channel.size, second.ready]).toEqual([0, false]);
    expect(hub.run(channel.receive())).toEqual({ ok: true, value: 'second' });
  });

  it('drops the item of a sender that timed out or was killed', () => {
    const hub = new VirtualHub();
    const channel = new Channel<string>();
    const late = hub.spawn(channel.send('late').within(10));
    const victim = hub.spawn(channel.send('killed'));
    hub.runFor(10);
    victim.kill();
    const receiver = hub.spawn(channel.receive().within(10));
    hub.runFor(10);
    expect(late.ready).toBe(true);
    expect(receiver).toMatchObject({ ready: true, value: undefined });
  });
});
