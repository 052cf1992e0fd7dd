// Client sessions (§8; dissertation §6.3): the state machine keeps each session's last sequence number and answer, so that a
// retry is answered and not applied again. Eviction is by least recent use, not by time, so that it is deterministic.

import type { LogIndex } from '@three-ways/raft-core';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Why a command was not applied. */
export interface Refusal {
  readonly refused: 'SessionExpired' | 'SequenceTooOld';
}

interface Session {
  readonly sequence: number;
  readonly answer: string | null;
}

export class Sessions {
  private readonly limit: number;
  /** Least recently used first. */
  private sessions = new Map<LogIndex, Session>();

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Opens a session numbered by its entry's index. Beyond the limit the least recently used one is evicted. */
  open(index: LogIndex): LogIndex {
    this.sessions.set(index, { sequence: 0, answer: null });
    if (this.sessions.size > this.limit) this.sessions.delete(this.sessions.keys().next().value!);
    return index;
  }

  /** The earlier answer to the command, or a refusal; undefined if the command is new. */
  find(id: LogIndex, sequence: number): string | null | Refusal | undefined {
    const session = this.sessions.get(id);
    if (session === undefined) return { refused: 'SessionExpired' };
    if (sequence < session.sequence) return { refused: 'SequenceTooOld' };
    return sequence === session.sequence ? session.answer : undefined;
  }

  /** Records the answer to a session's newest command, and marks the session as most recently used. */
  keep(id: LogIndex, sequence: number, answer: string | null): void {
    this.sessions.delete(id);
    this.sessions.set(id, { sequence, answer });
  }

  write(writer: ByteWriter): void {
    writer.number(this.sessions.size);
    for (const [id, { sequence, answer }] of this.sessions) {
      writer.number(id);
      writer.number(sequence);
      writer.number(answer === null ? 0 : 1);
      if (answer !== null) writer.string(answer);
    }
  }

  read(reader: ByteReader): void {
    const sessions = new Map<LogIndex, Session>();
    for (let left = reader.number(); left > 0; left--) {
      const [id, sequence] = [reader.number(), reader.number()];
      sessions.set(id, { sequence, answer: reader.number() === 1 ? reader.string() : null });
    }
    this.sessions = sessions; // last: a truncated snapshot changes nothing
  }
}
