// The clients: sessions whose commands are sent again until they are answered, commands without a session, and linearizable
// reads; and what each of them may rely on.

import type { Answer, Command, LogIndex, Refusal } from '@three-ways/raft-core';
import type { CanonicalLog } from './canonical-log.ts';
import type { SimServer } from './server.ts';
import { requireThat } from './violation.ts';
import type { Request } from './host.ts';

/** So few ids that commands often meet on one. */
export const ids = ['a', 'b', 'c', 'd'];

interface Session {
  /** The answer to `register`, once it is there. */
  session: LogIndex | null;
  sequence: number;
  /** The command that is not answered yet. */
  pending: Request | null;
}

interface Read {
  /** What has been acknowledged to anybody before the read began. */
  readonly floor: LogIndex;
}

export class Clients {
  /** Answered commands; the simulation shows them. */
  answered = 0;
  readsServed = 0;
  private readonly log: CanonicalLog;
  private readonly sessions = new Map<number, Session>();
  private readonly reads = new Map<number, Read>();
  private counted = 0;
  /** Whatever is up to here has been told to a client. */
  private floor: LogIndex = 0;

  constructor(log: CanonicalLog) {
    this.log = log;
  }

  /** The session's next command, or the last one again. */
  next(client: number): Request {
    const known = this.sessions.get(client) ?? { session: null, sequence: 0, pending: null };
    this.sessions.set(client, known);
    known.pending ??= this.make(client, known);
    return known.pending;
  }

  private make(client: number, known: Session): Request {
    if (known.session === null) return { client, sequence: 0, command: { type: 'register' } };
    known.sequence += 1;
    const mark = { session: known.session, sequence: known.sequence };
    const id = this.anyId();
    const command: Command =
      this.counted % 9 === 0
        ? { type: 'delete', id, mark }
        : { type: 'set', id, name: `${client}.${known.sequence}`, mark };
    return { client, sequence: known.sequence, command };
  }

  /** A command without a session: client 0's. */
  plain(): Request {
    const id = this.anyId();
    return { client: 0, sequence: this.counted, command: { type: 'set', id, name: `p${this.counted}` } };
  }

  private anyId(): string {
    this.counted += 1;
    return ids[this.counted % ids.length]!;
  }

  startRead(): number {
    this.counted += 1;
    this.reads.set(this.counted, { floor: this.floor });
    return this.counted;
  }

  /** A client hears that its command has been applied: it must be what was committed, and it must stay. */
  answer(request: Request, index: LogIndex, answer: Answer | Refusal): void {
    const { client, sequence, command } = request;
    requireThat(
      this.log.committed[index]?.command === command,
      'state machine safety',
      () => `a client hears that its command is applied at index ${index}, where another one is committed`,
    );
    this.floor = Math.max(this.floor, index);
    this.answered += 1;
    const known = this.sessions.get(client);
    if (known?.pending === null || known?.pending.sequence !== sequence) return;
    known.pending = null;
    if (sequence === 0) known.session ??= index;
    if (answer !== null && typeof answer === 'object') Object.assign(known, { session: null, sequence: 0 });
  }

  /** Linearizability: a read sees whatever was acknowledged, by an answer or another read, before it began. */
  serve(readId: number, { id, raft, machine }: SimServer): void {
    const read = this.reads.get(readId);
    if (read === undefined) return; // its question arrived twice
    this.reads.delete(readId);
    requireThat(
      raft.lastApplied >= read.floor,
      'linearizable reads',
      () => `server ${id} answers a read at index ${raft.lastApplied}, but ${read.floor} was known before it`,
    );
    for (const name of ids)
      requireThat(
        machine.get(name) === this.log.nameAt(name, raft.lastApplied),
        'linearizable reads',
        () => `server ${id} reads ${machine.get(name)} under ${name} at index ${raft.lastApplied}`,
      );
    this.floor = Math.max(this.floor, raft.lastApplied);
    this.readsServed += 1;
  }
}
