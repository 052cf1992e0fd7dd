// Reads a trace, JSON lines from any implementation, in pieces: memory use is independent of the file's length.

import { createReadStream } from 'node:fs';
import type { TraceEvent } from '@three-ways/raft-cluster';
import { problemOf } from './validate.ts';

/** One line of a trace. */
export interface TraceLine {
  readonly event: TraceEvent;
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** A file that is not a trace; the message names file, line and problem. */
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
  /** Called with the number of an incomplete last line, as while a run is being written. */
  readonly onCutOff?: (line: number) => void;
  /** Stops reading. */
  readonly signal?: AbortSignal;
}

/** Read size (bytes). */
const chunkSize = 256 * 1024;
/** Maximum length of a line (characters). */
const maxLineLength = 64 * 1024 * 1024;

/**
 * Yields the lines of a trace in batches, without blank ones.
 * @throws UnreadableTrace, after the lines before the problem have been yielded
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
    let problem: string | null = null;
    for (const text of texts) {
      number += 1;
      problem = readInto(batch, text, number);
      if (problem !== null) break;
    }
    if (problem === null && rest.length > maxLineLength)
      problem = `is longer than ${maxLineLength} characters`;
    yield batch;
    if (problem !== null) throw new UnreadableTrace(file, number, problem);
  }
  const last: TraceLine[] = [];
  if (readInto(last, rest, number + 1) !== null) onCutOff(number + 1);
  yield last;
}

/** Adds the line to the batch unless it is blank. Returns what is wrong with it, or null. */
function readInto(batch: TraceLine[], text: string, number: number): string | null {
  if (text.trim() === '') return null;
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch (error) {
    return `is not JSON: ${(error as Error).message}`;
  }
  const problem = problemOf(event);
  if (problem === null) batch.push({ event: event as TraceEvent, text, number });
  return problem;
}

async function* chunksOf(file: string, signal: AbortSignal | undefined): AsyncGenerator<string> {
  try {
    yield* createReadStream(file, { encoding: 'utf8', highWaterMark: chunkSize, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) return;
    throw new UnreadableTrace(file, null, `can't be read: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file';
  return code === 'EISDIR' ? 'it is a folder' : message;
}
