// Arbitrary bytes are either a message in its only form, or refused with a MalformedMessage.

import type { Message } from '@three-ways/raft-cluster';
import { MalformedMessage } from '@three-ways/raft-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../src/index.ts';
import { message } from './arbitraries.ts';
import { bytesOf, casesOf, hexOf, type MessageCase } from './vectors.ts';

/** Whether the bytes were accepted as a message. */
function expectMessageOrRefusal(bytes: Uint8Array): boolean {
  let read: Message;
  try {
    read = decode(bytes);
  } catch (error) {
    if (error instanceof MalformedMessage) return false;
    throw error;
  }
  if (Buffer.compare(encode(read), bytes) !== 0)
    throw new Error(`${hexOf(bytes)} was read as ${hexOf(encode(read))}`);
  return true;
}

/** A change of a frame at a position, 0 to 1 of its length. */
interface Change {
  readonly place: number;
  readonly kind: 'set' | 'flip' | 'insert' | 'delete' | 'cut' | 'repeat';
  readonly byte: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  kind: fc.constantFrom('set', 'flip', 'insert', 'delete', 'cut', 'repeat'),
  byte: fc.oneof(fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff), fc.nat(255)),
});

function changed(bytes: readonly number[], { place, kind, byte }: Change): number[] {
  const at = Math.floor(place * bytes.length);
  switch (kind) {
    case 'set':
      return bytes.with(at, byte);
    case 'flip':
      return bytes.with(at, bytes[at]! ^ (1 << (byte & 7)));
    case 'insert':
      return bytes.toSpliced(at, 0, byte);
    case 'delete':
      return bytes.toSpliced(at, 1);
    case 'cut':
      return bytes.slice(0, at);
    case 'repeat':
      return bytes.toSpliced(at, 0, ...bytes.slice(at, at + (byte & 7)));
  }
}

function applied(frame: Uint8Array, changes: readonly Change[]): Uint8Array {
  return new Uint8Array(
    changes.reduce((bytes, next) => (bytes.length > 0 ? changed(bytes, next) : bytes), [...frame]),
  );
}

describe('decode', () => {
  it('accepts only bytes that encode writes', () => {
    const bytes = fc.uint8Array({ maxLength: 60 });
    fc.assert(
      fc.property(bytes, fc.nat(15), (rest, tag) => {
        expectMessageOrRefusal(rest);
        expectMessageOrRefusal(new Uint8Array([1, tag, ...rest]));
      }),
      { numRuns: 20_000 },
    );
  });

  it('accepts a changed frame only as another message', () => {
    let taken = 0;
    fc.assert(
      fc.property(message, fc.array(change, { minLength: 1, maxLength: 3 }), (sent, changes) => {
        if (expectMessageOrRefusal(applied(encode(sent), changes))) taken += 1;
      }),
      { numRuns: 5_000 },
    );
    expect(taken).toBeGreaterThan(100); // fewer: the changes are too coarse
  });

  it('accepts a vector with one bit changed only as another message', () => {
    for (const { frame } of casesOf<MessageCase>('messages')) {
      const bytes = bytesOf(frame);
      for (const [at, byte] of bytes.entries())
        for (let bit = 1; bit < 256; bit <<= 1) expectMessageOrRefusal(bytes.with(at, byte ^ bit));
    }
  });
});
