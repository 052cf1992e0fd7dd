// Text as UTF-8, by the fastest way for its length (bench/text.ts). Short ASCII is copied character by character, which costs less
// than a call out of JavaScript. Longer text goes through Buffer's methods: they work on any Uint8Array, shared memory included,
// and cost less than TextEncoder and TextDecoder.

import { Buffer, isUtf8 } from 'node:buffer';

const { toString: decode, write: encode } = Buffer.prototype;

/** Longest text (characters) that is written character by character. */
const fewToWrite = 24;
/** Longest text (bytes) that is read byte by byte. */
const fewToRead = 40;

/** Length of a text in UTF-8 (bytes); null if it has a lone surrogate, which UTF-8 cannot encode. */
export function byteLength(text: string): number | null {
  return text.isWellFormed() ? Buffer.byteLength(text) : null;
}

/** Writes a text that is known to fit. */
export function writeText(text: string, memory: Uint8Array, at: number, length: number): void {
  encode.call(memory, text, at, length, 'utf8');
}

/**
 * Tries to write a text as ASCII. Returns whether it is ASCII; if not, what was written is undefined. Requires room for three bytes
 * a character.
 */
export function writeAscii(text: string, memory: Uint8Array, at: number): boolean {
  const { length } = text;
  if (length > fewToWrite) return encode.call(memory, text, at, 3 * length, 'utf8') === length;
  for (let i = 0; i < length; i++) {
    const character = text.charCodeAt(i);
    if (character >= 0x80) return false;
    memory[at + i] = character;
  }
  return true;
}

/** Reads a text of `length` bytes; null if they are not UTF-8. */
export function readText(memory: Uint8Array, from: number, length: number): string | null {
  if (length <= fewToRead) {
    const text = readAscii(memory, from, length);
    if (text !== null) return text;
  }
  const text = decode.call(memory, 'utf8', from, from + length);
  // Invalid UTF-8 was decoded as U+FFFD; a U+FFFD may also have been there.
  return text.includes('\ufffd') && !isUtf8(memory.subarray(from, from + length)) ? null : text;
}

/** Scratch arrays for the characters of a text, by its length. */
const collected = Array.from({ length: fewToRead + 1 }, (_, length) => new Array<number>(length).fill(0));

function readAscii(memory: Uint8Array, from: number, length: number): string | null {
  const characters = collected[length]!;
  let seen = 0;
  for (let i = 0; i < length; i++) {
    const character = memory[from + i]!;
    characters[i] = character;
    seen |= character;
  }
  return seen < 0x80 ? String.fromCharCode(...characters) : null;
}
