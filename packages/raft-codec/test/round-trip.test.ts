// A message is read as it was written, at any position of any memory.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, encodeInto } from '../src/index.ts';
import { message } from './arbitraries.ts';

/** Shared memory with other bytes before and after the region. */
function surrounded(before: number, length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(before + length + 7)).fill(0xa5);
}

describe('a message', () => {
  it('survives encoding and decoding', () => {
    fc.assert(
      fc.property(message, (sent) => {
        expect(decode(encode(sent))).toStrictEqual(sent);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has the same frame in shared memory, with no room to spare', () => {
    fc.assert(
      fc.property(message, fc.nat(20), (sent, from) => {
        const frame = encode(sent);
        const memory = surrounded(from, frame.length);
        expect(encodeInto(sent, memory, from, from + frame.length)).toBe(frame.length);
        expect(memory.slice(from, from + frame.length)).toStrictEqual(frame);
        expect(decode(memory, from, from + frame.length)).toStrictEqual(sent);
      }),
      { numRuns: 500 },
    );
  });

  it('that does not fit is measured, and nothing is written outside of the region', () => {
    fc.assert(
      fc.property(message, fc.nat(20), fc.double({ min: 0, max: 1, noNaN: true }), (sent, from, part) => {
        const frame = encode(sent);
        const room = Math.floor(part * (frame.length - 1));
        const memory = surrounded(from, room);
        expect(encodeInto(sent, memory, from, from + room)).toBe(frame.length);
        const untouched = [...memory.slice(0, from), ...memory.slice(from + room)];
        expect(untouched.every((byte) => byte === 0xa5)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('shares no memory with its frame', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const memory = Buffer.from(encode(sent));
        const received = decode(memory);
        memory.fill(0xff);
        expect(received).toStrictEqual(sent);
      }),
    );
  });
});
