// The actors of the programs, with results as text, and the judges of these results.

import type * as channel from '../../src/index.ts';
import type { Actor } from './explorer.ts';
import type { End } from './fake-atomics.ts';

/** The package under test, or a mutated copy. */
export type Library = typeof channel;

export type Note = (what: string) => void;

type Ends = Readonly<Record<string, End>>;
type Judge = (ends: Ends) => string | null;

/** A message of this many bytes fills a ring of 64. */
export const full = 60;

/** An inbox with one sender to each lane. */
export function inboxFor({ Inbox }: Library, lanes: number, options: channel.InboxOptions = {}) {
  const inbox = Inbox.create({ lanes, capacity: 64, ...options });
  const to = Array.from({ length: lanes }, () => inbox.connect());
  return { handle: inbox.handle, to: to as [channel.SenderHandle, channel.SenderHandle] };
}

/** The same, and its first lane is full of the message `a`. */
export function fullInboxFor(library: Library, lanes: number, options: channel.InboxOptions = {}) {
  const { handle, to } = inboxFor(library, lanes, options);
  library.Sender.attach(to[0]).send(message('a', full));
  return { handle, to };
}

export function message(text: string, size = text.length): Uint8Array {
  return new Uint8Array(size).map((_, i) => text.charCodeAt(i) || 0x2e);
}

/** Reads a frame as a thread would, from the shared memory. */
export function read(frame: channel.Frame | null, note: Note): string {
  if (frame === null) return '';
  const text = Buffer.from(frame.copy()).toString().replace(/\.+$/, '');
  note(text);
  return text;
}

/** An actor that sends texts until one fails; returns the texts sent and the error. */
export function sends(
  { Sender }: Library,
  to: channel.SenderHandle,
  texts: readonly string[],
  { size, close = false, ...more }: { size?: number; close?: boolean } & Partial<Actor> = {},
): Actor {
  const run = () => {
    const sender = Sender.attach(to);
    const sent = sendAll(sender, texts, size);
    if (close) sender.close();
    return sent;
  };
  return { name: 'sender', run, ...more };
}

export function sendAll(sender: channel.Sender, texts: readonly string[], size?: number): string {
  let sent = 'sent';
  for (const text of texts) {
    const failure = errorOf(() => sender.send(message(text, size)));
    if (failure !== null) return `${sent} ${failure}`;
    sent += ` ${text}`;
  }
  return sent;
}

/** An actor that receives `count` messages. */
export function receives(
  { Inbox }: Library,
  inbox: channel.InboxHandle,
  count: number,
  more: Partial<Actor> = {},
): Actor {
  return { name: 'receiver', run: (note) => receiveSome(Inbox.attach(inbox), count, note), ...more };
}

type Receiver = Pick<channel.Inbox, 'receive'>;

export function receiveSome(inbox: Receiver, count: number, note: Note): string {
  return Array.from({ length: count }, () => read(inbox.receive(), note)).join(' ');
}

/** An actor that receives to the end; returns the texts and the error that ended it. */
export function receivesToEnd(
  { Inbox }: Library,
  handle: channel.InboxHandle,
  more: Partial<Actor> = {},
): Actor {
  const run = (note: Note) => {
    const inbox = Inbox.attach(handle);
    const texts: string[] = [];
    const end = errorOf(() => {
      for (;;) texts.push(read(inbox.receive(), note));
    });
    return [...texts, end].join(' ');
  };
  return { name: 'receiver', run, ...more };
}

/** The name of the channel's error that this throws, or null. */
export function errorOf(action: () => unknown): string | null {
  try {
    action();
    return null;
  } catch (error) {
    const { name } = error as Error;
    if (['ChannelClosed', 'PeerDied', 'NoFreeLane'].includes(name)) return name;
    throw error;
  }
}

export function outcome(end: End | undefined): string {
  return end !== undefined && 'returned' in end ? String(end.returned) : JSON.stringify(end);
}

/** A judge that wants the actors' results to match these patterns. */
export function returning(expected: Readonly<Record<string, RegExp>>): Judge {
  return (ends) => {
    for (const [name, wanted] of Object.entries(expected))
      if (!wanted.test(outcome(ends[name]))) return `${name}: ${outcome(ends[name])}`;
    return null;
  };
}

/**
 * Messages sent without an error were received once and in order. A message whose send failed may have been received or
 * not.
 */
export function nothingLost(ends: Ends): string | null {
  const received = outcome(ends.receiver);
  if (!/^(a )?(b )?(ChannelClosed|PeerDied)$/.test(received)) return `received: ${received}`;
  const texts = received.split(' ');
  for (const [name, end] of Object.entries(ends)) {
    const [sent, ...sentTexts] = outcome(end).split(' ');
    const lost = sentTexts.find((text) => /^[a-z]$/.test(text) && !texts.includes(text));
    if (sent === 'sent' && lost !== undefined) return `${name}: ${outcome(end)}, but received: ${received}`;
  }
  return null;
}
