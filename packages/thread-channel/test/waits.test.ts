// One wait at a time, waits that are aborted, many waits at once: nothing is lost, nothing is left behind.

import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { EndIsBusy, Inbox, Sender, select } from '../src/index.ts';

const byte = (n: number) => Uint8Array.of(n);
const full = new Uint8Array(60);

/** A turn of the event loop: all ready callbacks have run by then. */
const turn = () => new Promise(setImmediate);

function narrow() {
  const inbox = Inbox.create({ lanes: 1, capacity: 64 });
  return { inbox, sender: Sender.attach(inbox.connect()) };
}

function twoSelectable() {
  const one = narrow();
  const inbox = Inbox.create({ lanes: 1, capacity: 64, selectableWith: one.inbox });
  const two = { inbox, sender: Sender.attach(inbox.connect()) };
  return { one, two, any: select(one.inbox, two.inbox) };
}

describe('a receive while another is awaited', () => {
  it('is refused on a selection, on its inboxes and on selections that overlap, and loses nothing', async () => {
    const { one, two, any } = twoSelectable();
    const receiving = any.receiveAsync();
    await turn();
    await expect(any.receiveAsync()).rejects.toThrow(EndIsBusy);
    expect(() => any.tryReceive()).toThrow(EndIsBusy);
    expect(() => any.receive(0)).toThrow(EndIsBusy);
    await expect(one.inbox.receiveAsync()).rejects.toThrow(EndIsBusy);
    expect(() => two.inbox.tryReceive()).toThrow(EndIsBusy);
    expect(() => two.inbox.receive(0)).toThrow(EndIsBusy);
    expect(() => two.inbox.drain(() => {})).toThrow(EndIsBusy);
    await expect(select(two.inbox).receiveAsync()).rejects.toThrow(EndIsBusy);
    one.sender.trySend(byte(1));
    two.sender.trySend(byte(2));
    const received = [(await receiving)?.copy()[0], any.tryReceive()?.copy()[0]];
    expect(received.toSorted()).toEqual([1, 2]);
  });

  it('is refused on a selection of an inbox that is awaited itself', async () => {
    const { one, two, any } = twoSelectable();
    const receiving = one.inbox.receiveAsync();
    await expect(any.receiveAsync()).rejects.toThrow(EndIsBusy);
    expect(() => any.tryReceive()).toThrow(EndIsBusy);
    expect(two.inbox.tryReceive()).toBe(null); // the refused one left it free
    one.sender.trySend(byte(1));
    expect((await receiving)?.view()[0]).toBe(1);
    expect(any.tryReceive()).toBe(null);
  });
});

describe('a selection of inboxes that all have messages', () => {
  it('serves them in turn, with other receives between', () => {
    const { one, two, any } = twoSelectable();
    const received: unknown[] = [];
    for (let i = 0; i < 20; i++) {
      any.tryReceive();
      if (i % 3 === 0) any.tryReceive();
      one.sender.trySend(byte(1));
      two.sender.trySend(byte(2));
      received.push(any.tryReceive()?.view()[0], any.tryReceive()?.view()[0]);
      if (i % 2 === 0) any.tryReceive();
    }
    for (let i = 0; i < received.length; i += 2) expect(received.slice(i, i + 2).toSorted()).toEqual([1, 2]);
    for (let i = 1; i < received.length; i++) expect(received[i]).not.toBe(received[i - 1]);
  });
});

/** Every awaited wait, and one that finds a message or room at the end. */
const aborts = {
  'receiveAsync of an inbox': () => {
    const { inbox, sender } = narrow();
    return {
      wait: (signal?: AbortSignal) => inbox.receiveAsync({ signal }),
      blocking: (signal: AbortSignal) => inbox.receive({ signal }),
      ready: () => void sender.trySend(byte(7)),
    };
  },
  'receiveAsync of a selection': () => {
    const { one, any } = twoSelectable();
    return {
      wait: (signal?: AbortSignal) => any.receiveAsync({ signal }),
      blocking: (signal: AbortSignal) => any.receive({ signal }),
      ready: () => void one.sender.trySend(byte(7)),
    };
  },
  'messages()': () => {
    const { inbox, sender } = narrow();
    return {
      wait: (signal?: AbortSignal) =>
        inbox
          .messages({ signal })
          .next()
          .then(({ value }) => value),
      blocking: (signal: AbortSignal) => inbox.receive({ signal }),
      ready: () => void sender.trySend(byte(7)),
    };
  },
  sendAsync: () => {
    const { inbox, sender } = narrow();
    sender.trySend(full);
    return {
      wait: (signal?: AbortSignal) => sender.sendAsync(full, { signal }),
      blocking: (signal: AbortSignal) => sender.send(full, { signal }),
      ready: () => void inbox.drain(() => {}),
    };
  },
  writeAsync: () => {
    const { inbox, sender } = narrow();
    sender.trySend(full);
    return {
      wait: (signal?: AbortSignal) => sender.writeAsync(60, () => 60, { signal }),
      blocking: (signal: AbortSignal) => sender.write(60, () => 60, { signal }),
      ready: () => void inbox.drain(() => {}),
    };
  },
};

describe.each(Object.entries(aborts))('%s', (_, make) => {
  it('rejects with the reason of its signal, and the next one succeeds', async () => {
    const { wait, ready } = make();
    const controller = new AbortController();
    const waiting = wait(controller.signal);
    await turn();
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    ready();
    expect(await wait()).toBeTruthy();
  });

  it('takes nothing once its signal is aborted, even if it could at once', async () => {
    const { wait, blocking, ready } = make();
    ready();
    const signal = AbortSignal.abort(new Error('before'));
    await expect(wait(signal)).rejects.toThrow('before');
    expect(() => blocking(signal)).toThrow('before');
    expect(await wait()).toBeTruthy();
  });

  it('leaves no listener on a long-lived signal, and one waitAsync pending, round after round', async () => {
    const { wait, ready } = make();
    const { signal } = new AbortController();
    const waitAsync = vi.spyOn(Atomics, 'waitAsync');
    try {
      for (let i = 0; i < 200; i++) {
        const controller = new AbortController();
        const waiting = wait(AbortSignal.any([signal, controller.signal]));
        controller.abort();
        await expect(waiting).rejects.toThrow();
      }
      const waiting = wait(signal);
      await turn();
      expect(getEventListeners(signal, 'abort').length).toBe(1);
      ready();
      await waiting;
      expect(getEventListeners(signal, 'abort')).toEqual([]);
      expect(waitAsync.mock.calls.length).toBeLessThan(5);
    } finally {
      waitAsync.mockRestore();
    }
  });
});

describe('200,000 awaited sends', { timeout: 60_000 }, () => {
  const count = 200_000;

  it.each([
    ['without limits', () => undefined],
    ['with timeouts', () => ({ timeout: 600_000 })],
    ['with one signal', (signal: AbortSignal) => ({ signal })],
  ])('%s are served in time linear in their number', async (_, optionsFor) => {
    const inbox = Inbox.create({ lanes: 1, capacity: 64 });
    const sender = Sender.attach(inbox.connect());
    const { signal } = new AbortController();
    const message = new Uint8Array(4);
    const sends = Array.from({ length: count }, () => sender.sendAsync(message, optionsFor(signal)));
    let received = 0;
    for await (const _frame of inbox) if (++received === count) break;
    await Promise.all(sends);
    expect(sender.waitingSends).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it.each([
    ['time out', false],
    ['are aborted', true],
  ])('that %s leave in time linear in their number', async (_, isAborted) => {
    const { sender } = narrow();
    sender.trySend(full);
    const controller = new AbortController();
    const options = isAborted ? { signal: controller.signal } : { timeout: 1 };
    const sends = Array.from({ length: count }, () => sender.sendAsync(full, options));
    if (isAborted) controller.abort();
    const settled = await Promise.allSettled(sends);
    expect(settled.every(({ status }) => status === (isAborted ? 'rejected' : 'fulfilled'))).toBe(true);
    expect(sender.waitingSends).toBe(0);
  });
});
