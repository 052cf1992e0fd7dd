// Inboxes that several threads receive from, how full a channel is, and the wait of schedulers of their own.

import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  bindToWorker,
  CannotBlock,
  ChannelClosed,
  Inbox,
  PeerDied,
  Sender,
  select,
  usage,
} from '../src/index.ts';
import { allEnded, receiverSleeps, run } from './thread.ts';

afterEach(allEnded);

const bytes = (text: string) => new TextEncoder().encode(text);
const words = Array.from({ length: 3000 }, (_, i) => `word ${i}`);

/** A turn of the event loop: all ready callbacks have run by then. */
const turn = () => new Promise(setImmediate);

describe('several threads that receive from one inbox', () => {
  it('get each message once, each sender’s in its order', async () => {
    const inbox = Inbox.create({ lanes: 2, capacity: 128, shared: true, endsWithLastSender: true });
    const to = [inbox.connect(), inbox.connect()];
    const receivers = [0, 1, 2].map(() => run('collect', { inbox: inbox.handle }));
    for (const [i, handle] of to.entries())
      run('sendWords', { to: handle, words: words.map((word) => `${i} ${word}`) });
    const received = await Promise.all(receivers.map(({ result }) => result));
    expect(received.flat().toSorted()).toEqual(
      to.flatMap((_, i) => words.map((word) => `${i} ${word}`)).toSorted(),
    );
    for (const texts of received)
      for (const i of [0, 1]) {
        const numbers = texts
          .filter((text) => text.startsWith(`${i} `))
          .map((text) => Number(text.split(' ')[2]));
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      }
  });

  it('have frames of their own, valid until their next receive', () => {
    const inbox = Inbox.create({ lanes: 1, capacity: 64, shared: true });
    const other = Inbox.attach(inbox.handle);
    const sender = Sender.attach(inbox.connect());
    sender.trySend(bytes('first'));
    const frame = inbox.receive();
    expect(sender.trySend(new Uint8Array(60))).toBe(true); // the room of a shared frame is free at once
    expect(other.receive()?.length).toBe(60);
    expect(new TextDecoder().decode(frame?.view())).toBe('first');
    expect(new TextDecoder().decode(frame?.copy())).toBe('first');
    expect(frame?.bytes.subarray(frame.offset, frame.offset + frame.length)).toEqual(bytes('first'));
  });

  it('go on when one of them dies, and the inbox is dead with the last', async () => {
    const inbox = Inbox.create({ lanes: 1, capacity: 64, shared: true });
    const to = inbox.connect();
    const [one, two] = [run('collect', { inbox: inbox.handle }), run('collect', { inbox: inbox.handle })];
    for (const { worker } of [one, two]) bindToWorker(worker, { receives: [inbox.handle] });
    await receiverSleeps(inbox.handle);
    await one.worker.terminate();
    const sender = Sender.attach(to);
    for (const word of words.slice(0, 20)) expect(await sender.sendAsync(bytes(word))).toBe(true);
    await two.worker.terminate();
    expect(() => sender.send(bytes('x'))).toThrow(PeerDied);
  });

  it('may be event loops', async () => {
    const inbox = Inbox.create({ lanes: 1, shared: true });
    const other = Inbox.attach(inbox.handle);
    const sender = Sender.attach(inbox.connect());
    const receiving = [inbox.receiveAsync(), other.receiveAsync()];
    await turn();
    sender.trySend(bytes('a'));
    sender.trySend(bytes('b'));
    const texts = (await Promise.all(receiving)).map((frame) => new TextDecoder().decode(frame?.copy()));
    expect(texts.toSorted()).toEqual(['a', 'b']);
    const ends = [inbox.receiveAsync(), other.receiveAsync()];
    inbox.close();
    for (const { status } of await Promise.allSettled(ends)) expect(status).toBe('rejected');
  });
});

describe('how full a channel is', () => {
  it.each([false, true])('is known to both ends and to any handle (shared: %s)', (shared) => {
    const inbox = Inbox.create({ lanes: 2, capacity: 64, shared });
    const sender = Sender.attach(inbox.connect());
    expect([sender.usedBytes, inbox.pendingBytes, sender.capacity]).toEqual([0, 0, 64]);
    sender.trySend(new Uint8Array(10));
    sender.trySend(new Uint8Array(0));
    expect([sender.usedBytes, inbox.pendingBytes]).toEqual([20, 20]);
    expect(usage(inbox.handle)).toEqual({
      usedBytes: 20,
      capacity: 64,
      lanes: [
        { usedBytes: 20, connected: true },
        { usedBytes: 0, connected: false },
      ],
    });
    inbox.receive();
    expect(inbox.pendingBytes).toBe(4);
    inbox.drain(() => {});
    expect([sender.usedBytes, inbox.pendingBytes]).toEqual([0, 0]);
  });

  it('counts the awaited sends that wait for room', async () => {
    const inbox = Inbox.create({ lanes: 1, capacity: 64 });
    const sender = Sender.attach(inbox.connect());
    const sends = [0, 1, 2].map(() => sender.sendAsync(new Uint8Array(60)));
    expect(sender.waitingSends).toBe(2);
    for (const _ of sends) await inbox.receiveAsync();
    await Promise.all(sends);
    expect(sender.waitingSends).toBe(0);
  });
});

describe('onReady', () => {
  const channel = (options = {}) => {
    const inbox = Inbox.create({ lanes: 1, ...options });
    return { inbox, sender: Sender.attach(inbox.connect()) };
  };

  it('wakes once when there is a message, and takes nothing', async () => {
    const { inbox, sender } = channel();
    const wake = vi.fn();
    inbox.onReady(wake);
    await turn();
    expect(wake).not.toHaveBeenCalled();
    sender.trySend(bytes('a'));
    sender.trySend(bytes('b'));
    await vi.waitFor(() => expect(wake).toHaveBeenCalledTimes(1));
    expect(inbox.drain(() => {})).toBe(2);
    sender.trySend(bytes('c'));
    await turn();
    await turn();
    expect(wake).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['a message has arrived', ({ sender }: ReturnType<typeof channel>) => void sender.trySend(bytes('a'))],
    ['the inbox is closed', ({ inbox }: ReturnType<typeof channel>) => inbox.close()],
    ['the last sender has left', ({ sender }: ReturnType<typeof channel>) => sender.close()],
  ])('wakes in a later turn if %s already', async (_, prepare) => {
    const its = channel({ endsWithLastSender: true });
    prepare(its);
    const wake = vi.fn();
    its.inbox.onReady(wake);
    expect(wake).not.toHaveBeenCalled();
    await turn();
    expect(wake).toHaveBeenCalledTimes(1);
  });

  it('wakes at the end', async () => {
    const { inbox, sender } = channel({ endsWithLastSender: true });
    const wake = vi.fn();
    inbox.onReady(wake);
    await turn();
    sender.close();
    await vi.waitFor(() => expect(wake).toHaveBeenCalledTimes(1));
    expect(() => inbox.tryReceive()).toThrow(ChannelClosed);
  });

  it('wakes no more once it is cancelled, and loses nothing', async () => {
    const { inbox, sender } = channel();
    const wake = vi.fn();
    inbox.onReady(wake)();
    const cancel = inbox.onReady(wake);
    await turn();
    cancel();
    cancel();
    sender.trySend(bytes('a'));
    await turn();
    await turn();
    expect(wake).not.toHaveBeenCalled();
    expect(inbox.tryReceive()?.length).toBe(1);
  });

  it('has one waitAsync pending, however often it is cancelled', async () => {
    const { inbox } = channel();
    const waitAsync = vi.spyOn(Atomics, 'waitAsync');
    for (let i = 0; i < 100; i++) {
      const cancel = inbox.onReady(() => {});
      await turn();
      cancel();
    }
    expect(waitAsync).toHaveBeenCalledTimes(1);
    waitAsync.mockRestore();
  });
});

describe('a thread that may not block', () => {
  it('gets an error that names the awaited calls', () => {
    const inbox = Inbox.create();
    const wait = vi.spyOn(Atomics, 'wait').mockImplementation(() => {
      throw new TypeError('Atomics.wait cannot be called in this context');
    });
    try {
      expect(() => inbox.receive()).toThrow(CannotBlock);
      expect(() => select(inbox).receive()).toThrow(/receiveAsync/);
    } finally {
      wait.mockRestore();
    }
  });
});

describe('adaptive spinning', () => {
  it('sends and receives as without', async () => {
    const there = Inbox.create({ lanes: 1, capacity: 64 });
    const back = Inbox.create({ lanes: 1, capacity: 64, endsWithLastSender: true });
    const { worker } = run('echo', { inbox: there.handle, to: back.connect() });
    const exited = once(worker, 'exit');
    const inbox = Inbox.attach(back.handle, { spin: 'adaptive' });
    const sender = Sender.attach(there.connect(), { spin: 'adaptive' });
    for (const word of words.slice(0, 500)) {
      sender.send(bytes(word));
      expect(new TextDecoder().decode(inbox.receive()?.copy())).toBe(word);
    }
    there.close();
    await exited;
  });
});
