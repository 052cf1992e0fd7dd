// Channels of values: every codec gives back what was sent.

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ChannelClosed, Inbox, InvalidArgument, Sender } from '../src/index.ts';
import { v8 } from '../src/v8.ts';
import { type Codec, json, structured, ValueInbox, ValueSender } from '../src/values.ts';
import { allEnded, run } from './thread.ts';

afterEach(allEnded);

function channelOf<T>(codec: Codec<T>, capacity = 65536) {
  const inbox = Inbox.create({ lanes: 1, capacity, endsWithLastSender: true });
  return {
    inbox: new ValueInbox(inbox, codec),
    sender: new ValueSender(Sender.attach(inbox.connect()), codec),
  };
}

function sentAndReceived<T>(codec: Codec<T>, value: T): T | undefined {
  const { inbox, sender } = channelOf(codec);
  sender.send(value);
  return inbox.receive()?.value;
}

const cycle: Record<string, unknown> = { name: 'a cycle' };
cycle.self = cycle;
cycle.list = [cycle];
const shared = { n: 1 };
const values: [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['numbers', [0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
  ['a bigint', 2n ** 70n],
  ['a string', 'ünïcödé \u{1f600} \0'],
  ['an object', { a: 1, b: { c: [true, null, undefined] }, π: '' }],
  ['an array with holes', Object.assign(new Array(4), { 0: 1, 2: 3 })],
  ['a map', new Map<unknown, unknown>([['k', new Map([[{ a: 1 }, new Set([1])]])]])],
  ['a set', new Set([1, 'x', new Date(5)])],
  ['dates', [new Date(0), new Date(Number.NaN)]],
  ['a regular expression', /a+\/b/giu],
  ['bytes', Uint8Array.from({ length: 20_000 }, (_, i) => i)],
  ['typed arrays', [new Float64Array([1.5, -0]), new BigInt64Array([-1n]), new Int16Array(0)]],
  ['an array buffer', Uint8Array.of(1, 2, 3).buffer],
  ['a data view', new DataView(Uint8Array.of(1, 2, 3, 4).buffer, 1, 2)],
  ['an error', new RangeError('out of range', { cause: { code: 7 } })],
  ['a cycle', cycle],
  ['a shared reference', [shared, shared]],
];

describe.each([
  ['structured', structured<unknown>()],
  ['v8', v8<unknown>()],
])('the codec %s', (_, codec) => {
  it.each(values)('gives back %s', (_, value) => {
    expect(sentAndReceived(codec, value)).toEqual(value);
  });

  it('keeps identity within a message', () => {
    const [one, two] = sentAndReceived(codec, [shared, shared]) as [unknown, unknown];
    expect(one).toBe(two);
    const copy = sentAndReceived(codec, cycle) as typeof cycle;
    expect(copy.self).toBe(copy);
  });

  it('gives back any data', () => {
    const data = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
    });
    fc.assert(
      fc.property(data, (value) => {
        expect(sentAndReceived(codec, value)).toEqual(structuredClone(value));
      }),
    );
  });

  it.each([
    ['a function', () => {}],
    ['a symbol', Symbol('s')],
  ])('refuses %s, and sends nothing', (_, value) => {
    const { inbox, sender } = channelOf(codec);
    expect(() => sender.send([value])).toThrow();
    expect(inbox.tryReceive()).toBe(null);
  });

  it('is no way into a prototype', () => {
    const value = sentAndReceived(codec, JSON.parse('{ "__proto__": { "polluted": true } }'));
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBe(undefined);
  });
});

describe('the codec json', () => {
  it('gives back plain data, and refuses what it has no text for', () => {
    const value = { a: [1, 'x', null, { b: true }] };
    expect(sentAndReceived(json<unknown>(), value)).toEqual(value);
    expect(() => sentAndReceived(json<unknown>(), undefined)).toThrow(InvalidArgument);
    expect(() => sentAndReceived(json<unknown>(), () => {})).toThrow(InvalidArgument);
  });
});

describe('a channel of values', () => {
  it('waits and ends as its inbox does', async () => {
    const { inbox, sender } = channelOf(structured<number>());
    expect(inbox.tryReceive()).toBe(null);
    expect(await inbox.receiveAsync(1)).toBe(null);
    expect(sender.trySend(1)).toBe(true);
    expect(await sender.sendAsync(2)).toBe(true);
    expect(inbox.tryReceive()).toEqual({ value: 1, lane: 0 });
    expect((await inbox.receiveAsync())?.value).toBe(2);
    sender.send(3);
    sender.close();
    expect([...inbox]).toEqual([3]);
    await expect(inbox.receiveAsync()).rejects.toThrow(ChannelClosed);
  });

  it('keeps a value that waits for room as it was when it was sent', async () => {
    const codec: Codec<number> = { encode: (n) => buffer.fill(n), decode: (bytes) => bytes[0] as number };
    const buffer = new Uint8Array(40);
    const { inbox, sender } = channelOf(codec, 64);
    const sent = [1, 2, 3].map((n) => sender.sendAsync(n));
    const received: number[] = [];
    const receiving = (async () => {
      for await (const value of inbox) received.push(value);
    })();
    await Promise.all(sent);
    sender.close();
    await receiving;
    expect(received).toEqual([1, 2, 3]);
  });

  it('reaches another thread', async () => {
    const { inbox, sender } = channelOf(v8<unknown>());
    const back = channelOf(v8<unknown>());
    run('echo', { inbox: inbox.inbox.handle, to: back.sender.sender.handle });
    sender.send(new Map([['from', new Date(1)]]));
    expect(back.inbox.receive()?.value).toEqual(new Map([['from', new Date(1)]]));
    sender.close();
  });
});
