// Numbers, options and arguments out of range: refused with InvalidArgument, or with their documented meaning.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { FrameTooLarge, Inbox, InvalidArgument, Sender, select } from '../src/index.ts';

afterEach(() => void vi.useRealTimers());

const full = new Uint8Array(60);
const one = Uint8Array.of(1);

function emptyChannel() {
  const inbox = Inbox.create({ lanes: 1, capacity: 64 });
  return { inbox, sender: Sender.attach(inbox.connect()) };
}

/** A channel whose ring is full. */
function fullChannel() {
  const { inbox, sender } = emptyChannel();
  sender.trySend(full);
  return { inbox, sender };
}

/** Every wait, by a timeout; the result is awaited. */
const waits = {
  receive: (timeout: number) => emptyChannel().inbox.receive(timeout),
  'receive with options': (timeout: number) => emptyChannel().inbox.receive({ timeout }),
  'receive of a message that has arrived': (timeout: number) => fullChannel().inbox.receive(timeout),
  receiveAsync: (timeout: number) => emptyChannel().inbox.receiveAsync(timeout),
  'receiveAsync of a message that has arrived': (timeout: number) =>
    fullChannel().inbox.receiveAsync(timeout),
  'receive of a selection': (timeout: number) => select(emptyChannel().inbox).receive(timeout),
  'receiveAsync of a selection': (timeout: number) => select(emptyChannel().inbox).receiveAsync(timeout),
  send: (timeout: number) => fullChannel().sender.send(full, { timeout }),
  'send into an empty ring': (timeout: number) => emptyChannel().sender.send(full, { timeout }),
  sendAsync: (timeout: number) => fullChannel().sender.sendAsync(full, { timeout }),
  'sendAsync into an empty ring': (timeout: number) => emptyChannel().sender.sendAsync(full, { timeout }),
  write: (timeout: number) => fullChannel().sender.write(60, () => 60, { timeout }),
  writeAsync: (timeout: number) => fullChannel().sender.writeAsync(60, () => 60, { timeout }),
};

describe.each(Object.entries(waits))('the timeout of %s', (_, wait) => {
  it.each([Number.NaN, '5', null, 5n, true])('is refused if it is %s', async (timeout) => {
    await expect(async () => wait(timeout as number)).rejects.toThrow(InvalidArgument);
  });

  it.each([0, -1, -0.5, Number.NEGATIVE_INFINITY, 0.25])('may be %d', async (timeout) => {
    expect(await wait(timeout)).toBeDefined();
  });
});

describe.each([
  ['receiveAsync', () => emptyChannel().inbox.receiveAsync(2 ** 31 + 10), null],
  ['sendAsync', () => fullChannel().sender.sendAsync(one, { timeout: 2 ** 31 + 10 }), false],
  ['writeAsync', () => fullChannel().sender.writeAsync(1, () => 1, { timeout: 2 ** 31 + 10 }), false],
] as const)('a timeout of %s beyond 2^31 - 1 ms', (_, begin, expected) => {
  it('is waited for', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const settled = vi.fn();
    void begin().then(settled);
    await vi.advanceTimersByTimeAsync(2 ** 31 + 5);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(10);
    expect(settled).toHaveBeenCalledWith(expected);
  });
});

describe('an infinite timeout', () => {
  it('sets no deadline', async () => {
    const { inbox, sender } = fullChannel();
    const sent = sender.sendAsync(full, { timeout: Number.POSITIVE_INFINITY });
    inbox.drain(() => {});
    expect(await sent).toBe(true);
    expect((await inbox.receiveAsync(Number.POSITIVE_INFINITY))?.length).toBe(60);
  });
});

const wrongNumbers = [Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, '1', null] as unknown as number[];

describe('sizes and counts', () => {
  it.each(wrongNumbers)('lanes and capacity: not %s', (n) => {
    expect(() => Inbox.create({ lanes: n })).toThrow(InvalidArgument);
    expect(() => Inbox.create({ capacity: n })).toThrow(InvalidArgument);
  });

  it.each(wrongNumbers)('spin: not %s, at either end', (spin) => {
    const { inbox } = emptyChannel();
    expect(() => Inbox.attach(inbox.handle, { spin })).toThrow(InvalidArgument);
    expect(() => Sender.attach(Inbox.create().connect(), { spin })).toThrow(InvalidArgument);
  });

  it.each([Number.NaN, -1, 0.5, '1', null])('the limit of drain: not %s', (limit) => {
    const { inbox } = fullChannel();
    expect(() => inbox.drain(() => {}, limit as number)).toThrow(InvalidArgument);
    expect(inbox.drain(() => {}, 0)).toBe(0);
    expect(inbox.drain(() => {}, Number.POSITIVE_INFINITY)).toBe(1);
  });

  it.each([Number.NaN, -1, 0.5, '1', null])(
    'the size of a message written in place: not %s',
    async (size) => {
      const { inbox, sender } = emptyChannel();
      const write = vi.fn(() => 0);
      expect(() => sender.tryWrite(size as number, write)).toThrow(InvalidArgument);
      expect(() => sender.write(size as number, write)).toThrow(InvalidArgument);
      await expect(sender.writeAsync(size as number, write)).rejects.toThrow(InvalidArgument);
      expect(write).not.toHaveBeenCalled();
      expect(inbox.tryReceive()).toBe(null);
    },
  );

  it('a size beyond the ring is a frame too large', async () => {
    const { sender } = emptyChannel();
    for (const size of [61, 2 ** 40, Number.POSITIVE_INFINITY]) {
      expect(() => sender.tryWrite(size, () => 0)).toThrow(FrameTooLarge);
      await expect(sender.writeAsync(size, () => 0)).rejects.toThrow(FrameTooLarge);
    }
  });

  it.each([
    ['text'],
    [[1, 2]],
    [new DataView(new ArrayBuffer(8))],
    [new Float64Array(2)],
    [null],
    [undefined],
  ])('a message: not %o', async (message) => {
    const { sender } = emptyChannel();
    expect(() => sender.trySend(message as never)).toThrow(InvalidArgument);
    expect(() => sender.send(message as never)).toThrow(InvalidArgument);
    await expect(sender.sendAsync(message as never)).rejects.toThrow(InvalidArgument);
  });
});

describe('a handle', () => {
  it.each([[undefined], [null], [{}], [JSON.parse(JSON.stringify(Inbox.create().handle))]])(
    'that is %o is refused',
    (handle) => {
      expect(() => Inbox.attach(handle as never)).toThrow(InvalidArgument);
      expect(() => Sender.attach(handle as never)).toThrow(InvalidArgument);
      expect(() => Inbox.create({ selectableWith: (handle ?? {}) as never })).toThrow(InvalidArgument);
    },
  );

  it('of a sender is refused if its lane is none of the inbox', () => {
    const { inbox, sender } = emptyChannel();
    expect(() => Sender.attach({ ...sender.handle, lane: 1 })).toThrow(InvalidArgument);
    expect(() => Sender.attach({ ...sender.handle, lane: Number.NaN })).toThrow(InvalidArgument);
    expect(() => Sender.attach({ inbox: inbox.handle, lane: 0 } as never)).toThrow(InvalidArgument);
  });
});
