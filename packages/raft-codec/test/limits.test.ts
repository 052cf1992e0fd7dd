// The encoder refuses values outside the schema; no malformed frame makes the decoder allocate much memory.

import type { Message } from '@three-ways/raft-cluster';
import { type Command, InvalidArgument, MalformedMessage } from '@three-ways/raft-core';
import { describe, expect, it } from 'vitest';
import { decode, encode, encodeInto, largestFrame, mostEntries, Reader, Writer } from '../src/index.ts';

const heartbeat = {
  ...{ type: 'AppendEntries', from: 1, to: 2, term: 3, prevLogIndex: 4, prevLogTerm: 2 },
  ...{ entries: [], leaderCommit: 4, round: 0 },
} as const satisfies Message;

function request(command: Command): Message {
  return { type: 'ClientRequest', from: 2, to: 1, requestId: 1, command };
}

function reply(answer: number): Message {
  return { type: 'ClientReply', from: 1, to: 2, requestId: 1, outcome: { ok: true, answer } };
}

describe('encode refuses', () => {
  it.each([-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, undefined as unknown as number])(
    '%s for a number',
    (term) => {
      expect(() => encode({ ...heartbeat, term })).toThrow(InvalidArgument);
      expect(() => encode({ ...heartbeat, entries: [{ term, command: { type: 'noop' } }] })).toThrow(
        InvalidArgument,
      );
    },
  );

  it.each([
    '\ud83d',
    '\ude00',
    'a\ud83d',
    '\ude00\ud83d',
    `${'long '.repeat(20)}\ud83d`,
    `é${'\ude00'.repeat(50)}`,
  ])('half of a surrogate pair: %j', (text) => {
    expect(() => encode(request({ type: 'set', id: text, name: '' }))).toThrow(InvalidArgument);
    expect(() => encode(request({ type: 'delete', id: text }))).toThrow(InvalidArgument);
    expect(() => encodeInto(request({ type: 'set', id: '', name: text }), new Uint8Array(0))).toThrow(
      InvalidArgument,
    );
  });

  it('session 0, and server 0 where there may be none', () => {
    expect(() => encode(reply(0))).toThrow(InvalidArgument);
    const outcome = { ok: false, error: 'NotLeader', message: '', leader: 0 } as const;
    expect(() => encode({ type: 'ClientReply', from: 1, to: 2, requestId: 1, outcome })).toThrow(
      InvalidArgument,
    );
  });

  it('a request to propose a command that is not a client’s', () => {
    const configuration = { voters: [1], learners: [] };
    for (const command of [{ type: 'noop' }, { type: 'configuration', configuration }] as const)
      expect(() => encode(request(command))).toThrow(/give a client's command/);
    const mark = { session: 1, sequence: 0 };
    expect(() => encode(request({ type: 'delete', id: '1', mark }))).toThrow(InvalidArgument);
  });

  it('more entries or members than a frame may have', () => {
    const entries = new Array(mostEntries + 1).fill({ term: 1, command: { type: 'noop' } });
    expect(() => encode({ ...heartbeat, entries })).toThrow('1048577 entries');
    const voters = Array.from({ length: 65_537 }, (_, i) => i + 1);
    const command = { type: 'configuration', configuration: { voters, learners: [] } } as const;
    expect(() => encode({ ...heartbeat, entries: [{ term: 1, command }] })).toThrow('65537 voters');
  });

  it('a message larger than the largest frame', () => {
    const name = 'a'.repeat(largestFrame);
    expect(() => encode(request({ type: 'set', id: '', name }))).toThrow(InvalidArgument);
  });

  it('a region outside of the memory', () => {
    const memory = new Uint8Array(10);
    for (const [from, to] of [
      [-1, 5],
      [6, 5],
      [0, 11],
      [Number.NaN, 5],
    ] as const) {
      expect(() => encodeInto(heartbeat, memory, from, to)).toThrow(InvalidArgument);
      expect(() => decode(memory, from, to)).toThrow(InvalidArgument);
    }
  });
});

describe('encode', () => {
  it('accepts as many entries as a frame may have', () => {
    const entries = new Array(mostEntries).fill({ term: 1, command: { type: 'noop' } });
    const frame = encode({ ...heartbeat, entries });
    expect(frame.length).toBe(10 + 2 + 2 * mostEntries);
    expect(decode(frame)).toHaveProperty('entries.length', mostEntries);
  });

  it('accepts a text of many megabytes', () => {
    const name = '東京'.repeat(2 ** 20);
    expect(decode(encode(request({ type: 'set', id: '', name })))).toHaveProperty('command.name', name);
  });
});

describe('decode', () => {
  it('refuses a frame larger than the largest', () => {
    const reason = 'a frame of 268435457 bytes: the maximum is 268435456';
    expect(() => decode(new Uint8Array(largestFrame + 1))).toThrow(new MalformedMessage(reason));
  });

  it('refuses more entries than a frame may have, even if all are present', () => {
    const entries = new Array(mostEntries).fill({ term: 1, command: { type: 'noop' } });
    const frame = encode({ ...heartbeat, entries });
    const [before, after] = [frame.subarray(0, 7), frame.subarray(10)];
    const oneMore = new Uint8Array([...before, 0x81, 0x80, 0x40, 1, 0, ...after]);
    const reason = 'byte 7: 1048577 entries: the maximum is 1048576';
    expect(() => decode(oneMore)).toThrow(new MalformedMessage(reason));
  });

  it('copies a chunk into memory of its own', () => {
    const configuration = { voters: [1], learners: [] };
    const message: Message = {
      ...{ type: 'InstallSnapshot', from: 1, to: 2, term: 1, lastIncludedIndex: 1, lastIncludedTerm: 1 },
      ...{ configuration, offset: 0, data: Buffer.from('chunk'), done: true, round: 0 },
    };
    const shared = new Uint8Array(new SharedArrayBuffer(100));
    const read = decode(shared, 0, encodeInto(message, shared));
    if (read.type !== 'InstallSnapshot') throw new Error(read.type);
    expect(read.data).toStrictEqual(new Uint8Array(Buffer.from('chunk')));
    expect(read.data.buffer).not.toBeInstanceOf(SharedArrayBuffer);
    expect(read.data.buffer.byteLength).toBe(5);
  });
});

describe('an envelope', () => {
  it('is written and read by Writer and Reader', () => {
    const memory = new Uint8Array(50);
    const writer = new Writer(memory, 10, 30);
    writer.byte(7);
    writer.text('Zoë');
    writer.nullable(null);
    expect(writer.fits).toBe(true);
    const reader = new Reader(memory, 10, 10 + writer.length);
    expect([reader.byte(), reader.text(), reader.nullable()]).toEqual([7, 'Zoë', null]);
    expect(reader.length).toBe(writer.length);
    reader.end();
  });

  it('that does not fit says how much room it needs', () => {
    const writer = new Writer(new Uint8Array(3));
    writer.text('Zoë');
    expect([writer.fits, writer.length]).toEqual([false, 5]);
  });

  it('fits if there is exactly enough room', () => {
    const memory = new Uint8Array(8);
    const writer = new Writer(memory);
    writer.text('Ada');
    writer.bytes(new Uint8Array([7, 8, 9]));
    expect(writer.fits).toBe(true);
    const reader = new Reader(memory);
    expect([reader.text(), reader.bytes()]).toEqual(['Ada', new Uint8Array([7, 8, 9])]);
    writer.flag(true);
    expect(writer.fits).toBe(false);
  });
});
