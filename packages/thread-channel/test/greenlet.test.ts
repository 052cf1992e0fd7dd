// An inbox as a case of a greenlet's select.

import { killall, run, Selectable, select, sleep, spawn } from '@three-ways/greenlet';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { messagesOf, valuesOf } from '../src/greenlet.ts';
import { ChannelClosed, Inbox, InvalidArgument, PeerDied, Sender, senderDied } from '../src/index.ts';
import { structured, ValueInbox, ValueSender } from '../src/values.ts';
import { allEnded, run as runThread } from './thread.ts';

afterEach(allEnded);

const byte = (n: number) => Uint8Array.of(n);

function channel() {
  const inbox = Inbox.create({ lanes: 1, endsWithLastSender: true });
  const sender = Sender.attach(inbox.connect());
  return { inbox, sender, messages: new Selectable(messagesOf(inbox)) };
}

describe('an inbox in a select', () => {
  it('loses nothing when another case wins', async () => {
    const { inbox, sender, messages } = channel();
    await run(function* () {
      for (let i = 0; i < 5; i++) {
        const first = yield* select({ message: messages.wait(), late: sleep(1) });
        expect(first.case).toBe('late');
        sender.trySend(byte(i));
        sender.trySend(byte(10 + i));
        const next = yield* select({ message: messages.wait(), late: sleep(1000) });
        expect(next).toEqual({ case: 'message', value: { bytes: byte(i), lane: 0 } });
        expect((yield* messages.wait()).bytes).toEqual(byte(10 + i));
      }
    });
    expect(inbox.tryReceive()).toBe(null); // free for other receives as well
  });

  it('wakes for a message of another thread', async () => {
    const { inbox, sender, messages } = channel();
    sender.close();
    const there = Inbox.create({ lanes: 1, endsWithLastSender: true });
    const back = channel();
    runThread('echo', { inbox: there.handle, to: back.sender.handle });
    const to = Sender.attach(there.connect());
    await run(function* () {
      for (let i = 0; i < 100; i++) {
        to.send(byte(i));
        const { case: name, value } = yield* select({ back: back.messages.wait(), late: sleep(10_000) });
        expect([name, value]).toEqual(['back', { bytes: byte(i), lane: 0 }]);
      }
    });
    to.close();
    expect(inbox.ended).toBe(false);
    expect(messages).toBeDefined();
  });

  it('serves several greenlets, first come, first served', async () => {
    const { sender, messages } = channel();
    const received: number[][] = [];
    await run(function* () {
      const greenlets = [0, 1, 2].map((i) =>
        spawn(function* () {
          received.push([i, (yield* messages.wait()).bytes[0] as number]);
        }),
      );
      yield* sleep(0);
      for (const i of [0, 1, 2]) sender.trySend(byte(i));
      for (const greenlet of greenlets) yield* greenlet.join();
    });
    expect(received).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
  });

  it('gives a message that was taken for a killed greenlet to the next', async () => {
    const { sender, messages } = channel();
    await run(function* () {
      const killed = spawn(function* () {
        yield* messages.wait();
      });
      yield* sleep(0);
      sender.trySend(byte(1));
      yield* killall([killed]);
      expect((yield* messages.wait()).bytes).toEqual(byte(1));
    });
  });

  it('raises the end', async () => {
    const closed = channel();
    const died = channel();
    await run(function* () {
      closed.sender.trySend(byte(1));
      closed.sender.close();
      expect((yield* closed.messages.wait()).bytes).toEqual(byte(1));
      for (const { messages, error } of [
        { messages: closed.messages, error: ChannelClosed },
        { messages: died.messages, error: PeerDied },
      ]) {
        senderDied(died.sender.handle);
        try {
          yield* messages.wait();
          expect.unreachable();
        } catch (raised) {
          expect(raised).toBeInstanceOf(error);
        }
      }
    });
  });

  it('has one waitAsync pending, however often another case wins', async () => {
    const { messages } = channel();
    const waitAsync = vi.spyOn(Atomics, 'waitAsync');
    await run(function* () {
      for (let i = 0; i < 100; i++) yield* select({ message: messages.wait(), late: sleep(0) });
    });
    expect(waitAsync.mock.calls.length).toBeLessThan(3);
    waitAsync.mockRestore();
  });

  it('gives values by a codec', async () => {
    const inbox = Inbox.create({ lanes: 1 });
    const sender = new ValueSender(Sender.attach(inbox.connect()), structured<Map<string, number>>());
    const values = new Selectable(valuesOf(new ValueInbox(inbox, structured<Map<string, number>>())));
    sender.send(new Map([['a', 1]]));
    const received = await run(function* () {
      return yield* values.wait();
    });
    expect(received).toEqual({ value: new Map([['a', 1]]), lane: 0 });
  });

  it('must have one receiver', () => {
    expect(() => messagesOf(Inbox.create({ shared: true }))).toThrow(InvalidArgument);
  });
});
