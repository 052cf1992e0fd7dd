// Client sessions (§8; dissertation §6.3): the state machine remembers each session's last command and its answer, so that
// a command that is sent again is answered again and not applied again. Sessions end by use, not by time, so that all
// servers end the same ones.

import type { ByteReader, ByteWriter } from './bytes.ts';
import { type RaftError, SequenceTooOld, SessionExpired } from './errors.ts';
import type { LogIndex } from './messages.ts';

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
  /** The one that was used least recently stands first. */
  private sessions = new Map<LogIndex, Session>();

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Opens a session, named after its entry's index. Beyond the limit the one that was used least recently is closed. */
  open(index: LogIndex): LogIndex {
    this.sessions.set(index, { sequence: 0, answer: null });
    if (this.sessions.size > this.limit) this.sessions.delete(this.sessions.keys().next().value!);
    return index;
  }

  /** The answer that the command got before, or why it gets none; undefined if it is to be applied now. */
  find(id: LogIndex, sequence: number): string | null | Refusal | undefined {
    const session = this.sessions.get(id);
    if (session === undefined) return { refused: 'SessionExpired' };
    if (sequence < session.sequence) return { refused: 'SequenceTooOld' };
    return sequence === session.sequence ? session.answer : undefined;
  }

  /** Keeps the answer to a session's newest command. The session is now the one that was used last. */
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
    this.sessions = sessions; // only now: a snapshot that ends too early changes nothing
  }
}

/** What to tell the client. */
export function errorOfRefusal({ refused }: Refusal): RaftError {
  if (refused === 'SessionExpired')
    return new SessionExpired('the session is not known, or was closed: open a new one');
  return new SequenceTooOld(
    'the session has gone on: the command may have been applied, and its answer is kept no more',
  );
}
