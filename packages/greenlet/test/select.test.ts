// select: exactly one case, at random among the ready ones, and the others leave nothing behind.

import { describe, expect, it } from 'vitest';
import {
  Channel,
  ChannelClosed,
  Event,
  type Green,
  otherwise,
  Queue,
  select,
  sleep,
  spawn,
  VirtualHub,
} from '../src/index.ts';

describe('select', () => {
  it('takes the one case that is ready', () => {
    const hub = new VirtualHub();
    const [full, empty] = [new Queue<number>(), new Queue<string>()];
    full.putNowait(1);
    const first = hub.run(select({ empty: empty.get(), full: full.get(), deadline: sleep(10) }));
    expect(first).toEqual({ case: 'full', value: 1 });
    expect(hub.now()).toBe(0);
  });

  it('waits for the first case to become ready', () => {
    const hub = new VirtualHub();
    const inbox = new Queue<string>();
    hub.after(5, () => inbox.putNowait('message'));
    const first = hub.run(select({ message: inbox.get(), deadline: sleep(10) }));
    expect(first).toEqual({ case: 'message', value: 'message' });
    expect(hub.now()).toBe(5);
    expect(hub.pendingTimers).toBe(0);
  });

  it('takes the deadline when nothing else is ready before', () => {
    const hub = new VirtualHub();
    const inbox = new Queue<string>();
    const first = hub.run(select({ message: inbox.get(), deadline: sleep(10) }));
    expect(first).toEqual({ case: 'deadline', value: undefined });
    inbox.putNowait('later');
    expect(inbox.size).toBe(1);
  });

  it('takes `otherwise` when nothing is ready at once, and only then', () => {
    const hub = new VirtualHub();
    const inbox = new Queue<string>();
    expect(hub.run(select({ message: inbox.get(), nothing: otherwise }))).toEqual({ case: 'nothing' });
    inbox.putNowait('message');
    expect(hub.run(select({ nothing: otherwise, message: inbox.get() })).case).toBe('message');
  });

  it('commits exactly one case, although several become ready before the greenlet runs', () => {
    const hub = new VirtualHub();
    const [a, b] = [new Queue<string>(), new Queue<string>()];
    const event = new Event();
    const selecting = hub.spawn(select({ a: a.get(), b: b.get(), event: event.wait(), deadline: sleep(1) }));
    hub.after(1, () => {
      b.putNowait('b');
      a.putNowait('a');
      event.set();
    });
    hub.runFor(1);
    expect(selecting.value).toEqual({ case: 'b', value: 'b' });
    expect([a.size, b.size]).toEqual([1, 0]);
  });

  it('sends or receives, depending on which is possible first', () => {
    const hub = new VirtualHub();
    const [into, out] = [new Channel<number>(), new Channel<string>()];
    const selecting = hub.spawn(select({ sent: into.send(1), received: out.receive() }));
    hub.runFor(0);
    const receiver = hub.spawn(into.receive());
    hub.runFor(0);
    expect(selecting.value).toEqual({ case: 'sent', value: true });
    expect(receiver.value).toEqual({ ok: true, value: 1 });
    const sender = hub.spawn(out.send('unheard').within(5));
    hub.runFor(5);
    expect(sender.ready).toBe(true);
  });

  it('leaves no waiter behind: not in the lists, not among the timers', () => {
    const hub = new VirtualHub();
    const [idle, busy] = [new Channel<number>({ capacity: 1 }), new Queue<number>()];
    hub.run(function* () {
      for (let i = 0; i < 100; i += 1) {
        hub.after(1, () => busy.putNowait(i));
        const first = yield* select({ idle: idle.receive(), busy: busy.get(), deadline: sleep(1000) });
        expect(first).toEqual({ case: 'busy', value: i });
      }
      yield* idle.send(1);
      expect(idle.size).toBe(1);
    });
    expect(hub.pendingTimers).toBe(0);
  });

  it('leaves no waiter behind when the greenlet is killed or its time is up', () => {
    const hub = new VirtualHub();
    const channel = new Channel<number>({ capacity: 1 });
    const victim = hub.spawn(select({ message: channel.receive(), deadline: sleep(1000) }));
    const late = hub.spawn(select({ message: channel.receive(), deadline: sleep(1000) }).within(10));
    hub.runFor(5);
    victim.kill();
    hub.runFor(5);
    expect(late).toMatchObject({ ready: true, value: undefined });
    hub.spawn(channel.send(1));
    hub.runFor(0);
    expect(channel.size).toBe(1);
    expect(hub.pendingTimers).toBe(0);
  });

  it('leaves no waiter behind when a case ends while others are still to be registered', () => {
    const hub = new VirtualHub();
    const inbox = new Queue<string>();
    expect(hub.run(select({ turn: sleep(0), message: inbox.get() })).case).toBe('turn');
    inbox.putNowait('later');
    expect(inbox.size).toBe(1);
  });

  it('gives back what it took when the greenlet is killed before it runs', () => {
    const hub = new VirtualHub();
    const inbox = new Queue<string>();
    const victim = hub.spawn(select({ message: inbox.get(), deadline: sleep(1000) }));
    hub.runFor(0);
    inbox.putNowait('message');
    victim.kill();
    hub.runFor(0);
    expect(inbox.getNowait()).toBe('message');
  });

  it('is fair between two cases that are always ready', () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const hub = new VirtualHub({ seed });
      const taken = { a: 0, b: 0 };
      hub.run(function* () {
        const [a, b] = [new Event(), new Event()];
        a.set();
        b.set();
        for (let i = 0; i < 1000; i += 1) {
          const first = yield* select({ a: a.wait(), never: sleep(1), b: b.wait() });
          if (first.case !== 'never') taken[first.case] += 1;
        }
      });
      expect(taken.a + taken.b).toBe(1000);
      expect(taken.a).toBeGreaterThan(400);
      expect(taken.b).toBeGreaterThan(400);
    }
  });

  it('makes the same choices again with the same seed', () => {
    const choices = (seed: number) =>
      new VirtualHub({ seed }).run(function* () {
        const event = new Event();
        event.set();
        let taken = '';
        for (let i = 0; i < 50; i += 1)
          taken += (yield* select({ a: event.wait(), b: event.wait(), c: event.wait() })).case;
        return taken;
      });
    expect(choices(7)).toBe(choices(7));
    expect(choices(7)).not.toBe(choices(8));
  });

  it('works with the same channel twice', () => {
    const hub = new VirtualHub();
    const channel = new Channel<number>();
    const selecting = hub.spawn(select({ one: channel.receive(), two: channel.receive() }));
    hub.runFor(0);
    const senders = [hub.spawn(channel.send(1)), hub.spawn(channel.send(2).within(5))];
    hub.runFor(5);
    expect(selecting.value).toEqual({ case: 'one', value: { ok: true, value: 1 } });
    expect(senders[1]!.ready).toBe(true);
    expect(hub.run(channel.receive().within(1))).toBeUndefined();
  });

  it('never receives its own item when it sends to and receives from one channel', () => {
    const hub = new VirtualHub();
    const channel = new Channel<string>();
    const both = (name: string) => select({ sent: channel.send(name), received: channel.receive() });
    const alone = hub.spawn(both('alone'));
    hub.runFor(10);
    expect(alone.ready).toBe(false);
    const other = hub.spawn(both('other'));
    hub.runFor(0);
    const outcomes = [alone.value!, other.value!];
    const received = outcomes.find((outcome) => outcome.case === 'received');
    expect(outcomes.map((outcome) => outcome.case).sort()).toEqual(['received', 'sent']);
    expect(received?.value).toEqual({ ok: true, value: received === outcomes[0] ? 'other' : 'alone' });
  });

  it('never takes an absent channel', () => {
    const hub = new VirtualHub();
    const absent = null as Channel<number> | null;
    const missing = undefined as Channel<number> | undefined;
    const first = hub.run(
      select({ a: absent?.receive(), b: missing?.send(1), c: null, deadline: sleep(10) }),
    );
    expect(first).toEqual({ case: 'deadline', value: undefined });
  });

  it('is ready to receive from a closed channel, and is not ok', () => {
    const hub = new VirtualHub();
    const channel = new Channel<number>();
    hub.after(5, () => channel.close());
    const waiting = hub.spawn(select({ message: channel.receive(), deadline: sleep(10) }));
    hub.runFor(5);
    expect(waiting.value).toEqual({ case: 'message', value: { ok: false, value: undefined } });
    expect(hub.run(select({ message: channel.receive() })).value).toEqual({ ok: false, value: undefined });
  });

  it('raises when it sends to a closed channel', () => {
    const hub = new VirtualHub();
    const channel = new Channel<number>();
    hub.after(5, () => channel.close());
    expect(() => hub.run(select({ sent: channel.send(1), deadline: sleep(10) }))).toThrow(ChannelClosed);
    expect(() => hub.run(select({ sent: channel.send(1), nothing: otherwise }))).toThrow(ChannelClosed);
  });

  it('waits for a greenlet, and raises its error', () => {
    const hub = new VirtualHub();
    function* failing(): Green<number> {
      yield* sleep(5);
      throw new Error('no');
    }
    hub.run(function* () {
      const child = spawn(failing());
      expect((yield* select({ joined: child.join(), deadline: sleep(10) })).case).toBe('joined');
    });
    expect(() => hub.run(select({ result: hub.spawn(failing()).get(), deadline: sleep(10) }))).toThrow('no');
  });

  it('takes a case whose own deadline has passed', () => {
    const hub = new VirtualHub();
    const inbox = new Queue<string>();
    const first = hub.run(select({ message: inbox.get().within(5), deadline: sleep(10) }));
    expect(first).toEqual({ case: 'message', value: undefined });
    inbox.putNowait('later');
    expect([inbox.size, hub.now(), hub.pendingTimers]).toEqual([1, 5, 0]);
  });

  it('can be a case of another', () => {
    const hub = new VirtualHub();
    const [a, b] = [new Queue<number>(), new Queue<number>()];
    const either = () => select({ inner: select({ a: a.get(), b: b.get() }), deadline: sleep(10) });
    hub.after(5, () => b.putNowait(1));
    expect(hub.run(either())).toEqual({ case: 'inner', value: { case: 'b', value: 1 } });
    expect(hub.run(either())).toEqual({ case: 'deadline', value: undefined });
    a.putNowait(2);
    expect(hub.run(either())).toEqual({ case: 'inner', value: { case: 'a', value: 2 } });
    expect(hub.pendingTimers).toBe(0);
  });
});
