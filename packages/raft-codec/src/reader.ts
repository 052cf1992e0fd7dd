// Reads what Writer wrote out of a region of memory, and believes nothing: what no Writer can have written is refused, so
// that every message has one form only. All that it returns is a copy, since the memory will be written again.

import { MalformedMessage } from '@three-ways/raft-core';
import { Cursor } from './cursor.ts';
import { largestFrame } from './limits.ts';
import { readText } from './text.ts';

export class Reader extends Cursor {
  /** @throws MalformedMessage that says where and why; `back` bytes before the one that would be read next */
  refuse(reason: string, back = 0): never {
    throw new MalformedMessage(`byte ${this.length - back}: ${reason}`);
  }

  /** One byte, 0 to 255. @throws MalformedMessage, as all the following do */
  byte(): number {
    if (this.at >= this.to) this.refuse('the frame ends too early');
    const value = this.memory[this.at]!;
    this.at += 1;
    return value;
  }

  flag(): boolean {
    const value = this.byte();
    if (value > 1) this.refuse(`${value} is no flag`, 1);
    return value === 1;
  }

  /** An integer from 0 to 2^53 - 1. */
  number(): number {
    const low = this.byte();
    return low < 0x80 ? low : this.longNumber(low & 0x7f);
  }

  /** Goes on after the lowest seven bits. */
  private longNumber(low: number): number {
    let value = low;
    let scale = 0x80;
    for (let length = 2; length <= 8; length++) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
      if (byte === 0) this.refuse('a number has more bytes than it needs', length);
      if (byte < 0x80 && value <= Number.MAX_SAFE_INTEGER) return value;
      if (byte < 0x80) break;
    }
    return this.refuse('a number is above 2^53 - 1', 8);
  }

  /** An integer from 1 up. */
  positive(): number {
    return this.nullable() ?? this.refuse('0 stands where numbers count from 1 up', 1);
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
    if (value > most) this.refuse(`${value} ${what}, but ${most} are the most`, this.at - start);
    if (value * size > this.to - this.at)
      this.refuse(`${value} ${what} are more than the frame still holds`, this.at - start);
    return value;
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
    if (text === null) this.refuse('a text is not UTF-8', this.at - start);
    this.at += length;
    return text;
  }

  /** Nothing must be left. */
  end(): void {
    if (this.at < this.to) this.refuse('the message ends here and the frame does not');
  }
}
