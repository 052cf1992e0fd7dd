// Reads what Writer wrote to a region of memory. It refuses what no Writer can have written, so that every message has exactly one
// form. It returns copies, because the memory will be reused.

import { MalformedMessage } from '@three-ways/raft-core';
import { largestFrame } from './limits.ts';
import { checkRegion } from './region.ts';
import { readText } from './text.ts';

export class Reader {
  private readonly memory: Uint8Array;
  private readonly from: number;
  private readonly to: number;
  /** Position of the next byte. */
  private at: number;

  /** Reads `memory` at [from, to) only. @throws InvalidArgument if the memory has no such region */
  constructor(memory: Uint8Array, from = 0, to = memory.length) {
    checkRegion(memory, from, to);
    this.memory = memory;
    this.from = from;
    this.to = to;
    this.at = from;
  }

  /** Bytes read so far. */
  get length(): number {
    return this.at - this.from;
  }

  /** Refuses the byte read last. @throws MalformedMessage, with its position and the reason */
  refuse(reason: string): never {
    this.refuseAt(this.at - 1, reason);
  }

  private refuseAt(at: number, reason: string): never {
    throw new MalformedMessage(`byte ${at - this.from}: ${reason}`);
  }

  /** One byte, 0 to 255. Throws MalformedMessage, as do all methods below. */
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

  /** Continues after the lowest seven bits. */
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

  /** An integer from 1 to 2^53 - 1. */
  positive(): number {
    return this.nullable() ?? this.refuse('expected an integer from 1, got 0');
  }

  /** An integer from 1 to 2^53 - 1, or null, encoded as 0. */
  nullable(): number | null {
    const value = this.number();
    return value === 0 ? null : value;
  }

  /**
   * Number of elements that follow. Refuses more than fit into the rest of the region.
   * @param size bytes of the smallest element
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

  /** Bytes, preceded by their number. */
  bytes(): Uint8Array<ArrayBuffer> {
    const length = this.count(largestFrame, 1, 'bytes');
    const copy = new Uint8Array(length);
    copy.set(this.memory.subarray(this.at, this.at + length));
    this.at += length;
    return copy;
  }

  /** Text as UTF-8, preceded by its length in bytes. */
  text(): string {
    const start = this.at;
    const length = this.count(largestFrame, 1, 'bytes of text');
    const text = readText(this.memory, this.at, length);
    if (text === null) this.refuseAt(start, 'invalid UTF-8');
    this.at += length;
    return text;
  }

  /** Refuses bytes after the last one read. */
  end(): void {
    if (this.at < this.to) this.refuseAt(this.at, 'trailing bytes after the message');
  }
}
