// Encoding of a snapshot: numbers as little-endian 64-bit floats, text as UTF-8 preceded by its length in bytes.

import { MalformedMessage } from '@three-ways/raft-core';

const utf8 = {
  encoder: new TextEncoder(),
  decoder: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
};

export class ByteWriter {
  private buffer = new Uint8Array(256);
  private length = 0;

  number(value: number): void {
    this.reserve(8);
    new DataView(this.buffer.buffer).setFloat64(this.length, value, true);
    this.length += 8;
  }

  bytes(value: Uint8Array): void {
    this.number(value.length);
    this.reserve(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  string(value: string): void {
    this.bytes(utf8.encoder.encode(value));
  }

  result(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + bytes));
    larger.set(this.buffer);
    this.buffer = larger;
  }
}

/** Reads the output of ByteWriter. @throws MalformedMessage on anything else */
export class ByteReader {
  private readonly view: DataView;
  private readonly buffer: Uint8Array;
  private offset = 0;

  constructor(buffer: Uint8Array) {
    this.buffer = buffer;
    this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }

  /** A safe integer from 0. */
  number(): number {
    const value = this.take(8, (from) => this.view.getFloat64(from, true));
    if (!Number.isSafeInteger(value) || value < 0)
      throw new MalformedMessage(`expected a count in the snapshot, got ${value}`);
    return value;
  }

  string(): string {
    const length = this.number();
    const bytes = this.take(length, (from) => this.buffer.subarray(from, from + length));
    try {
      return utf8.decoder.decode(bytes);
    } catch {
      throw new MalformedMessage('the snapshot contains invalid UTF-8');
    }
  }

  private take<T>(bytes: number, read: (from: number) => T): T {
    if (this.offset + bytes > this.buffer.length) throw new MalformedMessage('the snapshot is truncated');
    const value = read(this.offset);
    this.offset += bytes;
    return value;
  }
}
