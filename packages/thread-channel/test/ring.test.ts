// Rings by themselves, and against a model queue.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headWord, laneStart, memorySize, tailWord } from '../src/layout.ts';
import { largestFrame, RingReader, RingWriter } from '../src/ring.ts';

/** Both ends of a ring whose counts begin at `start`, in one thread. */
function ringOf(capacity: number, start = 0) {
  const layout = { memory: new SharedArrayBuffer(memorySize(1, capacity)), lanes: 1, capacity };
  const words = new Int32Array(layout.memory);
  words[laneStart(0, capacity) + tailWord] = start;
  words[laneStart(0, capacity) + headWord] = start;
  return { layout, writer: new RingWriter(layout, 0), reader: new RingReader(layout, 0) };
}

function write(writer: RingWriter, payload: Uint8Array): boolean {
  const at = writer.reserve(payload.length);
  if (at === -1) return false;
  writer.bytes.set(payload, at);
  writer.commit(payload.length);
  return true;
}

function read(reader: RingReader): Uint8Array | null {
  return reader.take() ? reader.bytes.slice(reader.offset, reader.offset + reader.length) : null;
}

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('a ring', () => {
  it('gives back frames as they were written, in order', () => {
    const { writer, reader } = ringOf(64);
    write(writer, bytes(1, 2, 3));
    write(writer, bytes());
    write(writer, bytes(4));
    expect([read(reader), read(reader), read(reader)]).toEqual([bytes(1, 2, 3), bytes(), bytes(4)]);
    expect(read(reader)).toBe(null);
  });

  it('is full until the reader has released what it took', () => {
    const { writer, reader } = ringOf(64);
    expect(write(writer, new Uint8Array(60))).toBe(true);
    expect(write(writer, bytes())).toBe(false);
    read(reader);
    expect(write(writer, bytes())).toBe(false);
    reader.release();
    expect(write(writer, bytes())).toBe(true);
  });

  it('takes a frame as large as itself at every position of the head', () => {
    for (let start = 0; start < 64; start += 4) {
      const { writer, reader } = ringOf(64, start);
      const payload = Uint8Array.from({ length: largestFrame(64) }, (_, i) => i + start);
      expect(write(writer, payload)).toBe(true);
      expect(read(reader)).toEqual(payload);
    }
  });

  it('hides an uncommitted frame, and the next writer continues in its place', () => {
    const { layout, writer, reader } = ringOf(64);
    write(writer, bytes(1));
    writer.bytes.set(bytes(9, 9, 9), writer.reserve(3));
    expect(read(reader)).toEqual(bytes(1));
    expect(read(reader)).toBe(null);
    write(new RingWriter(layout, 0), bytes(2));
    expect(read(reader)).toEqual(bytes(2));
  });

  it('lets a frame be committed that is shorter than was reserved', () => {
    const { writer, reader } = ringOf(64);
    writer.bytes.set(bytes(7), writer.reserve(60));
    writer.commit(1);
    expect(write(writer, bytes(8))).toBe(true);
    expect([read(reader), read(reader)]).toEqual([bytes(7), bytes(8)]);
  });

  it('continues when its counts pass 2^31 and 2^32', () => {
    for (const start of [2 ** 31 - 32, -32]) {
      const { writer, reader } = ringOf(64, start | 0);
      for (let i = 0; i < 100; i++) {
        expect(write(writer, bytes(i, i))).toBe(true);
        expect(read(reader)).toEqual(bytes(i, i));
        reader.release();
      }
    }
  });
});

/** The queue that a ring must be indistinguishable from. */
class Model {
  private readonly frames: Uint8Array[] = [];
  private taken = 0;
  private used = 0;
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  write(payload: Uint8Array): boolean {
    const size = 4 + 4 * Math.ceil(payload.length / 4);
    if (this.used + size > this.capacity) return false;
    this.used += size;
    this.frames.push(payload);
    return true;
  }

  read(): Uint8Array | null {
    const frame = this.frames[this.taken] ?? null;
    if (frame !== null) this.taken += 1;
    return frame;
  }

  release(): boolean {
    const released = this.frames.splice(0, this.taken);
    this.taken = 0;
    for (const frame of released) this.used -= 4 + 4 * Math.ceil(frame.length / 4);
    return released.length > 0;
  }
}

type Step = { do: 'write'; length: number; fill: number } | { do: 'read' } | { do: 'release' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('write' as const), length: fc.nat(68), fill: fc.nat(255) }),
  fc.record({ do: fc.constant('read' as const) }),
  fc.record({ do: fc.constant('release' as const) }),
);

describe('for any capacity, any frames and any order of steps', () => {
  it('a ring is a queue of frames, across every wrap-around', () => {
    const capacity = fc.constantFrom(64, 128, 256);
    const start = fc.oneof(fc.constant(0), fc.constant(2 ** 31 - 128), fc.constant(-128), fc.integer());
    fc.assert(
      fc.property(capacity, start, fc.array(step, { maxLength: 200 }), (capacity, start, steps) => {
        const { writer, reader } = ringOf(capacity, (start & ~3) | 0);
        const model = new Model(capacity);
        steps.forEach((step, i) => {
          if (step.do === 'write') {
            const payload = Uint8Array.from(
              { length: Math.min(step.length, capacity - 4) },
              (_, j) => step.fill + i + j,
            );
            expect(write(writer, payload)).toBe(model.write(payload));
          } else if (step.do === 'read') expect(read(reader)).toEqual(model.read());
          else expect(reader.release()).toBe(model.release());
        });
      }),
      { numRuns: 500 },
    );
  });
});
