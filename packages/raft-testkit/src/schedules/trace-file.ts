// Writes a trace to a file: one JSON object a line, in the same format as every implementation.

import { closeSync, openSync, writeSync } from 'node:fs';
import type { TraceEvent, TraceListener } from '@three-ways/raft-cluster';

/** Buffer size (characters). */
const bufferSize = 64 * 1024;

/** An open trace file. Close it, or declare it with `using`, to flush the buffer. */
interface SavedTrace extends Disposable {
  /** For `cluster.trace`. Write errors are thrown by `close`, not into the cluster. */
  readonly listener: TraceListener;
  /** Number of events written. */
  readonly events: number;
  /** Closes the file; later events are ignored. @throws Error if a write failed */
  close(): void;
}

/**
 * Opens a trace file and truncates it.
 *
 *     using trace = saveTrace('run.jsonl');
 *     await cluster.trace(trace.listener);
 *
 * @throws Error if the file can't be opened
 */
export function saveTrace(file: string): SavedTrace {
  return new TraceFile(file);
}

/** Writes synchronously: a listener can't wait, so in the background events faster than the disk would pile up. */
class TraceFile implements SavedTrace {
  events = 0;
  private file: number | null;
  private buffer = '';
  private error: unknown = null;

  constructor(file: string) {
    this.file = openSync(file, 'w');
  }

  readonly listener = (event: TraceEvent): void => {
    if (this.file === null) return;
    this.events += 1;
    this.buffer += `${JSON.stringify(plain(event))}\n`;
    if (this.buffer.length >= bufferSize) this.write(this.file);
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
    const bytes = Buffer.from(this.buffer);
    this.buffer = '';
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    } catch (error) {
      this.error ??= error;
    }
  }
}

/** Bytes are base64 text, as from Go. */
function plain(event: TraceEvent): unknown {
  if (!('message' in event) || event.message.type !== 'InstallSnapshot') return event;
  const data: Uint8Array | string = event.message.data;
  if (typeof data === 'string') return event;
  return { ...event, message: { ...event.message, data: Buffer.from(data).toString('base64') } };
}
