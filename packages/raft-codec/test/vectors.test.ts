// The codec against the vectors that all languages share.

import { MalformedMessage } from '@three-ways/raft-core';
import { describe, expect, it } from 'vitest';
import {
  decode,
  encode,
  Reader,
  readCommand,
  readConfiguration,
  readConfigurationChange,
  readOutcome,
  Writer,
  writeCommand,
  writeConfiguration,
  writeConfigurationChange,
  writeOutcome,
} from '../src/index.ts';
import {
  bytesOf,
  casesOf,
  hexOf,
  type MalformedCase,
  type MessageCase,
  type PartCase,
  revived,
} from './vectors.ts';

/** How each part is written and read. */
const parts = {
  command: [writeCommand, readCommand],
  outcome: [writeOutcome, readOutcome],
  configuration: [writeConfiguration, readConfiguration],
  change: [writeConfigurationChange, readConfigurationChange],
} as const;

type Part = keyof typeof parts;

describe('messages', () => {
  it.each(casesOf<MessageCase>('messages'))('$name', ({ message, frame }) => {
    expect(hexOf(encode(revived(message)))).toBe(hexOf(bytesOf(frame)));
    expect(decode(bytesOf(frame))).toStrictEqual(revived(message));
  });
});

describe('parts', () => {
  it.each(casesOf<PartCase>('parts'))('$name', ({ bytes, ...vector }) => {
    const part = Object.keys(parts).find((name) => name in vector) as Part;
    const write = parts[part][0] as (writer: Writer, value: unknown) => void;
    const writer = new Writer(new Uint8Array(100));
    write(writer, vector[part]);
    expect(writer.length).toBe(bytesOf(bytes).length);
    const reader = new Reader(bytesOf(bytes));
    expect(parts[part][1](reader)).toStrictEqual(vector[part]);
    reader.end();
  });
});

describe('malformed', () => {
  it.each(casesOf<MalformedCase>('malformed'))('$name', ({ frame, reason }) => {
    expect(() => decode(bytesOf(frame))).toThrow(new MalformedMessage(reason));
  });

  it.each(casesOf<MessageCase>('messages'))('any part of $name', ({ frame }) => {
    const bytes = bytesOf(frame);
    for (let length = 0; length < bytes.length; length++)
      expect(() => decode(bytes, 0, length)).toThrow(MalformedMessage);
    expect(() => decode(new Uint8Array([...bytes, 0]))).toThrow(MalformedMessage);
  });
});
