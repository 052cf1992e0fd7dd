// Writes the elements of messages (../README.md) to a region of memory. Bytes beyond the region are counted, not written: the
// caller asks at the end whether all fitted. An exception for a full ring would be too slow.

import { InvalidArgument } from '@three-ways/raft-core';
import { checkRegion } from './region.ts';
import { byteLength, writeAscii, writeText } from './text.ts';

export class Writer {
  private readonly memory: Uint8Array;
  private readonly from: number;
  private readonly to: number;
  /** Position of the next byte; beyond `to` once something did not fit. */
  private at: number;

  /** Writes to `memory` at [from, to) only. @throws InvalidArgument if the memory has no such region */
  constructor(memory: Uint8Array, from = 0, to = memory.length) {
    checkRegion(memory, from, to);
    this.memory = memory;
    this.from = from;
    this.to = to;
    this.at = from;
  }

  /** Bytes of everything written so far, whether it fitted or not. */
  get length(): number {
    return this.at - this.from;
  }

  /** Whether all fitted. If not, the content of the region is undefined: `length` bytes are needed. */
  get fits(): boolean {
    return this.at <= this.to;
  }

  /** One byte, 0 to 255. */
  byte(value: number): void {
    if (this.at < this.to) this.memory[this.at] = value;
    this.at += 1;
  }

  flag(value: boolean): void {
    this.byte(value ? 1 : 0);
  }

  /** An integer from 0 to 2^53 - 1: seven bits a byte, the lowest first. @throws InvalidArgument for any other value */
  number(value: number): void {
    if ((value & 0x7f) === value) this.byte(value);
    else this.longNumber(value);
  }

  private longNumber(value: number): void {
    let rest = value >>> 0;
    if (rest !== value) return this.hugeNumber(value);
    for (; rest >= 0x80; rest >>>= 7) this.byte((rest & 0x7f) | 0x80);
    this.byte(rest);
  }

  /** A number of more than 32 bits: its lowest 28 bits, then the rest. @throws InvalidArgument if it is not in range */
  private hugeNumber(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new InvalidArgument(`${value} cannot be encoded: give an integer from 0 to 2^53 - 1`);
    for (let shift = 0; shift < 28; shift += 7) this.byte(((value >>> shift) & 0x7f) | 0x80);
    this.number(Math.floor(value / 2 ** 28));
  }

  /** An integer from 1 to 2^53 - 1. @throws InvalidArgument for any other value */
  positive(value: number): void {
    if (value === 0) throw new InvalidArgument('0 cannot be encoded here: give an integer from 1 up');
    this.number(value);
  }

  /** An integer from 1 to 2^53 - 1, or null, encoded as 0. @throws InvalidArgument for any other value */
  nullable(value: number | null): void {
    if (value === null) this.byte(0);
    else this.positive(value);
  }

  /** Number of elements that follow. @throws InvalidArgument for more than `most` */
  count(elements: { readonly length: number }, most: number, what: string): void {
    const { length } = elements;
    if (length > most) throw new InvalidArgument(`${length} ${what} cannot be encoded: give at most ${most}`);
    this.number(length);
  }

  /** Bytes, preceded by their number. */
  bytes(value: Uint8Array): void {
    this.number(value.length);
    if (this.at + value.length <= this.to) this.memory.set(value, this.at);
    this.at += value.length;
  }

  /** Text as UTF-8, preceded by its length in bytes. @throws InvalidArgument for a lone surrogate */
  text(value: string): void {
    const start = this.at;
    this.number(value.length);
    if (this.at + 3 * value.length <= this.to && writeAscii(value, this.memory, this.at)) {
      this.at += value.length;
      return;
    }
    this.at = start;
    this.anyText(value);
  }

  private anyText(value: string): void {
    const length = byteLength(value);
    if (length === null)
      throw new InvalidArgument(
        `a text has half of a surrogate pair at ${value.search(/\p{Surrogate}/u)}: give it whole`,
      );
    this.number(length);
    if (this.at + length <= this.to) writeText(value, this.memory, this.at, length);
    this.at += length;
  }
}
