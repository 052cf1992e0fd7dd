// Reads what Writer wrote out of a region of memory, and believes nothing: what no Writer can have written is refused, so
// that every message has one form only. All that it returns is a copy, since the memory will be written again.

import { MalformedMessage } from '@three-ways/raft-core';
import { largestFrame } from './limits.ts';
import { checkRegion } from './region.ts';
import { readText } from './text.ts';

export class Reader {
  private readonly memory: Uint8Array;
  private readonly from: number;
  private readonly to: number;
  /** The next byte's place. */
  private at: number;

  /** Reads `memory` from one place up to another, and nothing else. @throws InvalidArgument if it ends before */
  constructor(memory: Uint8Array, from = 0, to = memory.length) {
    checkRegion(memory, from, to);
    this.memory = memory;
    this.from = from;
    this.to = to;
    this.at = from;
  }

  /** How many bytes were read so far. */
  get length(): number {
    return this.at - this.from;
  }

  /** Refuses the byte that was read last. @throws MalformedMessage that says where it stands and what is wrong with it */
  refuse(reason: string): never {
    this.refuseAt(this.at - 1, reason);
  }

  private refuseAt(at: number, reason: string): never {
    throw new MalformedMessage(`byte ${at - this.from}: ${reason}`);
  }

  /** One byte, 0 to 255. @throws MalformedMessage, as all that follow */
  byte(): number {
    const { at } = this;
    if (at >= this.to) return this.refuseAt(at, 'unexpected end of frame');
    this.at = at + 1;
    return this.memory[at]!;
  }

  flag(): boolean {
    const value = this.byte();
    if (value > 1) this.refuse(`expected 0 or 1, got ${value}`);
    return value === 1;
  }

  /** An integer from 0 to 2^53 - 1. */
  number(): number {
    const low = this.byte();
    return low < 0x80 ? low : this.longNumber(low & 0x7f);
  }

  /** Goes on after the lowest seven bits. */
  private longNumber(low: number): number {
    const start = this.at - 1;
    let value = low;
    for (let scale = 2 ** 7; scale <= 2 ** 49; scale *= 2 ** 7) {
      const byte = this.byte();
      if (byte === 0) this.refuseAt(start, 'the number is not in its shortest form');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80 && value <= Number.MAX_SAFE_INTEGER) return value;
      if (byte < 0x80) break;
    }
    return this.refuseAt(start, 'the number exceeds 2^53 - 1');
  }

  /** An integer from 1 up. */
  positive(): number {
    return this.nullable() ?? this.refuse('expected an integer from 1, got 0');
  }

  /** An integer from 1 up, or null, which is written as 0. */
  nullable(): number | null {
    const value = this.number();
    return value === 0 ? null : value;
  }

  /**
   * How many elements follow: so many as there can be, at the most.
   * @param size the bytes that the smallest of them takes
   */
  count(most: number, size: number, what: string): number {
    const start = this.at;
    const value = this.number();
    if (value > most || value * size > this.to - this.at) this.refuseCount(start, value, most, what);
    return value;
  }

  private refuseCount(at: number, value: number, most: number, what: string): never {
    if (value > most) this.refuseAt(at, `${value} ${what}: the maximum is ${most}`);
    this.refuseAt(at, `${value} ${what} do not fit in the rest of the frame`);
  }

  /** Bytes, after their number. */
  bytes(): Uint8Array<ArrayBuffer> {
    const length = this.count(largestFrame, 1, 'bytes');
    const copy = new Uint8Array(length);
    copy.set(this.memory.subarray(this.at, this.at + length));
    this.at += length;
    return copy;
  }

  /** Text as UTF-8, after the number of its bytes. */
  text(): string {
    const start = this.at;
    const length = this.count(largestFrame, 1, 'bytes of text');
    const text = readText(this.memory, this.at, length);
    if (text === null) this.refuseAt(start, 'invalid UTF-8');
    this.at += length;
    return text;
  }

  /** Nothing must be left. */
  end(): void {
    if (this.at < this.to) this.refuseAt(this.at, 'trailing bytes after the message');
  }
}
