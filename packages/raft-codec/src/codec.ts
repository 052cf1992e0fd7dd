// A message as one frame: the schema's version, then the message. Frames are not delimited: a ring in shared memory knows their
// lengths, a byte stream needs a length before each.

import type { Message } from '@three-ways/raft-cluster';
import { InvalidArgument, MalformedMessage } from '@three-ways/raft-core';
import { largestFrame } from './limits.ts';
import { readMessage, writeMessage } from './messages.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

/** First byte of every frame; changes with the schema. */
export const version = 1;

/**
 * Writes the message's frame into `memory` at [from, to) and returns its length in bytes. If that exceeds `to - from`, the frame
 * did not fit, and the content of the region is undefined.
 *
 *     const length = encodeInto(message, memory, from, to);
 *     if (length <= to - from) send(memory, from, length);
 *
 * @throws InvalidArgument for a value outside the schema, or a frame of more than `largestFrame` bytes
 */
export function encodeInto(message: Message, memory: Uint8Array, from = 0, to = memory.length): number {
  const writer = new Writer(memory, from, to);
  writer.byte(version);
  writeMessage(writer, message);
  if (writer.length > largestFrame)
    throw new InvalidArgument(`the message takes ${writer.length} bytes: give at most ${largestFrame}`);
  return writer.length;
}

const desk = new Uint8Array(64 * 1024);

/** The message's frame. @throws InvalidArgument as `encodeInto` */
export function encode(message: Message): Uint8Array<ArrayBuffer> {
  const length = encodeInto(message, desk);
  if (length <= desk.length) return desk.slice(0, length);
  const frame = new Uint8Array(length);
  encodeInto(message, frame);
  return frame;
}

/**
 * The message of the frame in `memory` at [from, to). The message shares no memory with it.
 * @throws MalformedMessage for a frame that `encode` cannot have written
 */
export function decode(memory: Uint8Array, from = 0, to = memory.length): Message {
  if (to - from > largestFrame)
    throw new MalformedMessage(`a frame of ${to - from} bytes: the maximum is ${largestFrame}`);
  const reader = new Reader(memory, from, to);
  const first = reader.byte();
  if (first !== version) reader.refuse(`unknown version ${first}: expected ${version}`);
  const message = readMessage(reader);
  reader.end();
  return message;
}
