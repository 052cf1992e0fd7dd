// Reads the vectors that all languages share (../vectors).

import { readFileSync } from 'node:fs';
import type { Message } from '@three-ways/raft-cluster';

export interface MessageCase {
  readonly name: string;
  /** As in JSON: bytes in base 64. */
  readonly message: Message;
  readonly frame: string;
}

export interface PartCase {
  readonly name: string;
  readonly bytes: string;
  /** Under the part's name. */
  readonly [part: string]: unknown;
}

export interface MalformedCase {
  readonly name: string;
  readonly frame: string;
  readonly reason: string;
}

export function casesOf<T>(file: 'messages' | 'parts' | 'malformed'): readonly T[] {
  return JSON.parse(readFileSync(new URL(`../vectors/${file}.json`, import.meta.url), 'utf8')).cases;
}

/** The message, with its bytes decoded. */
export function revived(message: Message): Message {
  if (message.type !== 'InstallSnapshot') return message;
  return { ...message, data: new Uint8Array(Buffer.from(`${message.data}`, 'base64')) };
}

export function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
