// Writes what all messages are made of (../README.md) into a region of memory. What the region cannot hold is counted and
// not written: whoever writes asks at the end whether all of it fitted, and no exception is spent on it.

import { InvalidArgument } from '@three-ways/raft-core';
import { checkRegion } from './region.ts';
import { byteLength, writeAscii, writeText } from './text.ts';

export class Writer {
  private readonly memory: Uint8Array;
  private readonly from: number;
  private readonly to: number;
  /** The next byte's place: beyond `to` once something did not fit. */
  private at: number;

  /** Writes into `memory` from one place up to another, and nowhere else. @throws InvalidArgument if it ends before */
  constructor(memory: Uint8Array, from = 0, to = memory.length) {
    checkRegion(memory, from, to);
    this.memory = memory;
    this.from = from;
    this.to = to;
    this.at = from;
  }

  /** How many bytes everything takes that was written so far, whether it fitted or not. */
  get length(): number {
    return this.at - this.from;
  }

  /** Whether the region holds it all. Otherwise what it holds is of no use: give one of `length` bytes. */
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

  /** An integer from 0 to 2^53 - 1: seven bits a byte, the lowest first. @throws InvalidArgument if it is none */
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

  /** A number beyond 32 bits, if it is one: its lowest 28 bits, then the others. */
  private hugeNumber(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new InvalidArgument(`${value} cannot be encoded: give an integer from 0 to 2^53 - 1`);
    for (let shift = 0; shift < 28; shift += 7) this.byte(((value >>> shift) & 0x7f) | 0x80);
    this.number(Math.floor(value / 2 ** 28));
  }

  /** A number that counts from 1 up. @throws InvalidArgument if it does not */
  positive(value: number): void {
    if (value === 0) throw new InvalidArgument('0 cannot be encoded here: give an integer from 1 up');
    this.number(value);
  }

  /** A number from 1 up, or null, which is written as 0. @throws InvalidArgument if it is neither */
  nullable(value: number | null): void {
    if (value === null) this.byte(0);
    else this.positive(value);
  }

  /** How many elements follow. @throws InvalidArgument if they are more than `most` */
  count(elements: { readonly length: number }, most: number, what: string): void {
    const { length } = elements;
    if (length > most) throw new InvalidArgument(`${length} ${what} cannot be encoded: give at most ${most}`);
    this.number(length);
  }

  /** Bytes, after their number. */
  bytes(value: Uint8Array): void {
    this.number(value.length);
    if (this.at + value.length <= this.to) this.memory.set(value, this.at);
    this.at += value.length;
  }

  /** Text as UTF-8, after the number of its bytes. @throws InvalidArgument if half of a surrogate pair stands alone in it */
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
