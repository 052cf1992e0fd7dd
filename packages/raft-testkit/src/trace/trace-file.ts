// Writes a trace to a file: one JSON object a line, the same from every implementation.

import { closeSync, openSync, writeSync } from 'node:fs';
import type { TraceEvent, TraceListener } from '@three-ways/raft-core';

/** So many characters are gathered before they are written. */
const full = 64 * 1024;

/** A trace that is being written. Close it, or declare it with `using`: what is gathered is written then. */
export interface SavedTrace extends Disposable {
  /** To be given to `cluster.trace`. A file that can't be written to is told by `close`, not in the cluster's midst. */
  readonly hear: TraceListener;
  /** How many events were heard. */
  readonly events: number;
  /** Ends the file; events that come later are not for it. @throws Error if not all could be written */
  close(): void;
}

/**
 * Opens a file for a trace, in place of what it held.
 *
 *     using trace = saveTrace('run.jsonl');
 *     await cluster.trace(trace.hear);
 *
 * @throws Error if the file can't be opened
 */
export function saveTrace(file: string): SavedTrace {
  return new TraceFile(file);
}

/** Writes at once, not in the background: a listener can't wait, so events that come faster than a disk would pile up. */
class TraceFile implements SavedTrace {
  events = 0;
  private file: number | null;
  private gathered = '';
  private error: unknown = null;

  constructor(file: string) {
    this.file = openSync(file, 'w');
  }

  readonly hear = (event: TraceEvent): void => {
    if (this.file === null) return;
    this.events += 1;
    this.gathered += `${JSON.stringify(plain(event))}\n`;
    if (this.gathered.length >= full) this.write(this.file);
  };

  close(): void {
    if (this.file === null) return;
    this.write(this.file);
    closeSync(this.file);
    this.file = null;
    if (this.error !== null) throw this.error;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  private write(file: number): void {
    const bytes = Buffer.from(this.gathered);
    this.gathered = '';
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    } catch (error) {
      this.error ??= error;
    }
  }
}

/** Bytes travel as base64 text, as they do from Go. */
function plain(event: TraceEvent): unknown {
  if (!('message' in event) || event.message.type !== 'InstallSnapshot') return event;
  const data: Uint8Array | string = event.message.data;
  if (typeof data === 'string') return event;
  return { ...event, message: { ...event.message, data: Buffer.from(data).toString('base64') } };
}
