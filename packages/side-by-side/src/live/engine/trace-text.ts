// Traces as text: the project's JSON lines, one event a line, the same for every implementation.

import type { TraceEvent } from '@three-ways/raft-cluster';
import { problemOf } from '@three-ways/raft-trace/validate';
import { Recording } from './recording.ts';

/** Events that a page reads, at most. */
const maxEvents = 500_000;

/** A text that is not a trace; the message is one line that names the line of the text. */
export class NoTrace extends Error {
  override readonly name = 'NoTrace';
}

export function traceText(events: readonly TraceEvent[]): string {
  return events.map((event) => `${JSON.stringify(plain(event))}\n`).join('');
}

/** The recording of a trace. @throws NoTrace */
export function recordingOf(text: string): Recording {
  const recording = new Recording();
  let events = 0;
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    recording.see(eventIn(line, i + 1));
    events += 1;
    if (events > maxEvents)
      throw new NoTrace(`The trace has more than ${maxEvents} events: cut it with head.`);
  }
  if (events === 0) throw new NoTrace('The file is empty: it holds no trace.');
  return recording;
}

function eventIn(line: string, number: number): TraceEvent {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    throw new NoTrace(`Line ${number} is not JSON: a trace has one event a line.`);
  }
  const problem = problemOf(event);
  if (problem !== null) throw new NoTrace(`Line ${number} ${problem}.`);
  return event as TraceEvent;
}

/** Bytes are base64 text, as from every implementation. */
function plain(event: TraceEvent): unknown {
  if (!('message' in event) || event.message.type !== 'InstallSnapshot') return event;
  const data: Uint8Array | string = event.message.data;
  if (typeof data === 'string') return event;
  const text = Array.from(data, (byte) => String.fromCharCode(byte)).join('');
  return { ...event, message: { ...event.message, data: btoa(text) } };
}

/** The first event in which two traces differ. */
export interface FirstDifference {
  /** Its position. */
  readonly at: number;
  /** The field that differs, such as `message.term: 2 | 3`; null where one trace ends. */
  readonly field: string | null;
}

/** Null if two traces are equal. The order of an event's fields does not matter. */
export function firstDifference(a: readonly TraceEvent[], b: readonly TraceEvent[]): FirstDifference | null {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [one, other] = [a[at], b[at]];
    if (one === undefined || other === undefined) return { at, field: null };
    const field = fieldThatDiffers(plain(one), plain(other));
    if (field !== null) return { at, field };
  }
  return null;
}

function fieldThatDiffers(a: unknown, b: unknown, path = ''): string | null {
  if (!isObject(a) || !isObject(b))
    return Object.is(a, b)
      ? null
      : `${path}: ${JSON.stringify(a) ?? 'none'} | ${JSON.stringify(b) ?? 'none'}`;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const field = fieldThatDiffers(a[key], b[key], path === '' ? key : `${path}.${key}`);
    if (field !== null) return field;
  }
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
