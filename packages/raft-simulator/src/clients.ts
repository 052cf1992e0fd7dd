// The clients: sessions that repeat a command until it is answered, commands without a session, and linearizable reads; with
// the checks of their answers.

import type { Answer, Command, LogIndex } from '@three-ways/raft-core';
import type { Refusal } from '@three-ways/raft-kv';
import type { CanonicalLog } from './canonical-log.ts';
import type { HostedServer, Request } from './host.ts';
import { requireThat } from './violation.ts';

/** Few, so that commands often share one. */
const ids = ['a', 'b', 'c', 'd'];

interface Session {
  /** The answer to `register`; null before it. */
  session: LogIndex | null;
  sequence: number;
  /** The unanswered command. */
  pending: Request | null;
}

interface Read {
  /** Highest index acknowledged to any client before the read began. */
  readonly floor: LogIndex;
}

export class Clients {
  /** Answered commands. */
  answered = 0;
  readsServed = 0;
  private readonly log: CanonicalLog;
  private readonly sessions = new Map<number, Session>();
  private readonly reads = new Map<number, Read>();
  private count = 0;
  /** Highest index acknowledged to any client. */
  private floor: LogIndex = 0;

  constructor(log: CanonicalLog) {
    this.log = log;
  }

  /** The session's next command, or its last one again if that is unanswered. */
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
      this.count % 9 === 0
        ? { type: 'delete', id, mark }
        : { type: 'set', id, name: `${client}.${known.sequence}`, mark };
    return { client, sequence: known.sequence, command };
  }

  /** A command without a session: client 0's. */
  plain(): Request {
    const id = this.anyId();
    return { client: 0, sequence: this.count, command: { type: 'set', id, name: `p${this.count}` } };
  }

  private anyId(): string {
    this.count += 1;
    return ids[this.count % ids.length]!;
  }

  startRead(): number {
    this.count += 1;
    this.reads.set(this.count, { floor: this.floor });
    return this.count;
  }

  /** A client gets its answer: the command must be committed at that index. */
  answer(request: Request, index: LogIndex, answer: Answer | Refusal): void {
    const { client, sequence, command } = request;
    requireThat(
      this.log.committed[index]?.command === command,
      'state machine safety',
      () => `a client's command is answered as applied at index ${index}, where another one is committed`,
    );
    this.floor = Math.max(this.floor, index);
    this.answered += 1;
    const known = this.sessions.get(client);
    if (known?.pending === null || known?.pending.sequence !== sequence) return;
    known.pending = null;
    if (sequence === 0) known.session ??= index;
    if (answer !== null && typeof answer === 'object') Object.assign(known, { session: null, sequence: 0 });
  }

  /** Linearizability: a read sees everything acknowledged, by an answer or another read, before it began. */
  serve(readId: number, { id, raft, machine }: HostedServer): void {
    const read = this.reads.get(readId);
    if (read === undefined) return; // a duplicate request
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
