// Reads a trace from a file, a piece at a time: JSON lines, as any implementation writes them. A file of any length takes
// the memory of one piece.

import { createReadStream } from 'node:fs';
import type { TraceEvent } from '@three-ways/raft-core';
import { faultOf } from './validate.ts';

/** One line of a trace. */
export interface TraceLine {
  readonly event: TraceEvent;
  readonly text: string;
  /** From 1 up. */
  readonly number: number;
}

/** A file that is no trace; the message names the file, the line and what is wrong there. */
export class UnreadableTrace extends Error {
  override readonly name = 'UnreadableTrace';
  readonly file: string;
  /** Null if the file itself can't be read. */
  readonly line: number | null;

  constructor(file: string, line: number | null, what: string) {
    super(line === null ? `${file} ${what}` : `${file}: line ${line} ${what}`);
    this.file = file;
    this.line = line;
  }
}

export interface ReadOptions {
  /** Told the number of the last line if it is cut off, as it is while the run is still being written. */
  readonly onCutOff?: (line: number) => void;
  /** Ends the reading. */
  readonly signal?: AbortSignal;
}

/** Read at once (bytes). */
const piece = 256 * 1024;
/** What has no end of line within so many characters is no trace. */
const longestLine = 64 * 1024 * 1024;

/**
 * The lines of a trace, in batches. Blank lines are passed over.
 * @throws UnreadableTrace, after all that comes before the fault has been given
 */
export async function* readTrace(
  file: string,
  { onCutOff = () => {}, signal }: ReadOptions = {},
): AsyncGenerator<readonly TraceLine[]> {
  let number = 0;
  let rest = '';
  for await (const chunk of chunksOf(file, signal)) {
    const texts = (rest + chunk).split('\n');
    rest = texts.pop()!;
    const batch: TraceLine[] = [];
    let fault: string | null = null;
    for (const text of texts) {
      number += 1;
      fault = readInto(batch, text, number);
      if (fault !== null) break;
    }
    if (fault === null && rest.length > longestLine) fault = `is longer than ${longestLine} characters`;
    yield batch;
    if (fault !== null) throw new UnreadableTrace(file, number, fault);
  }
  const last: TraceLine[] = [];
  if (readInto(last, rest, number + 1) !== null) onCutOff(number + 1);
  yield last;
}

/** Puts the line into the batch, if there is anything on it. Returns what is wrong with it, or null. */
function readInto(batch: TraceLine[], text: string, number: number): string | null {
  if (text.trim() === '') return null;
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch (error) {
    return `is no JSON: ${(error as Error).message}`;
  }
  const fault = faultOf(event);
  if (fault === null) batch.push({ event: event as TraceEvent, text, number });
  return fault;
}

async function* chunksOf(file: string, signal: AbortSignal | undefined): AsyncGenerator<string> {
  try {
    yield* createReadStream(file, { encoding: 'utf8', highWaterMark: piece, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) return;
    throw new UnreadableTrace(file, null, `can't be read: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file';
  return code === 'EISDIR' ? 'it is a folder' : message;
}
