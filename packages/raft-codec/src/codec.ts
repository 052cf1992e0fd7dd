// A message as one frame: the schema's version, and the message. How one frame is told from the next is for whoever
// carries them: a ring in shared memory knows, a byte stream needs a length in front.

import { InvalidArgument, MalformedMessage, type Message } from '@three-ways/raft-core';
import { largestFrame } from './limits.ts';
import { readMessage, writeMessage } from './messages.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

/** The first byte of every frame. Whatever changes the schema changes it. */
export const version = 1;

/**
 * Writes the message's frame into `memory`, from one place up to another, and returns how many bytes it has. If that is
 * more than there was room for, the frame did not fit, and what stands there is of no use.
 *
 *     const length = encodeInto(message, memory, from, to);
 *     if (length <= to - from) send(memory, from, length);
 *
 * @throws InvalidArgument if something in it has no place in the schema, or it takes more than `largestFrame` bytes
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
 * The message of the frame that lies in `memory` from one place up to another. The message shares nothing with it.
 * @throws MalformedMessage if `encode` can have written no such frame
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
