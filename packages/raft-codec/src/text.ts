// Text as UTF-8, each way of doing it where it is the fastest (bench/text.ts). Few characters of ASCII are moved one by one,
// since a call out of JavaScript would cost more than they do. For the rest there are Buffer's methods: they work on any
// Uint8Array, in shared memory too, and cost less than TextEncoder and TextDecoder.

import { Buffer, isUtf8 } from 'node:buffer';

const { toString: decode, write: encode } = Buffer.prototype;

/** A text of at most so many characters is written one by one. */
const fewToWrite = 24;
/** A text of at most so many bytes is read one by one. */
const fewToRead = 40;

/** How many bytes a text has in UTF-8; null if it has none, because half of a surrogate pair stands alone in it. */
export function byteLength(text: string): number | null {
  return text.isWellFormed() ? Buffer.byteLength(text) : null;
}

/** Writes a text whose bytes are known to fit. */
export function writeText(text: string, memory: Uint8Array, at: number, length: number): void {
  encode.call(memory, text, at, length, 'utf8');
}

/**
 * Tries to write a text as if it were ASCII, with room for three bytes a character. Returns whether it is: if not, what is
 * written there is of no use.
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

/** Reads a text of so many bytes; null if they are not UTF-8. */
export function readText(memory: Uint8Array, from: number, length: number): string | null {
  if (length <= fewToRead) {
    const text = readAscii(memory, from, length);
    if (text !== null) return text;
  }
  const text = decode.call(memory, 'utf8', from, from + length);
  // What is not UTF-8 has become U+FFFD. So has nothing else, unless it was U+FFFD before.
  return text.includes('\ufffd') && !isUtf8(memory.subarray(from, from + length)) ? null : text;
}

/** For each length the array that such a text's characters are collected in. */
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
