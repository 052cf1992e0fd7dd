// The replicated state machine: a map from id to name. It is deterministic, so servers that apply the same log agree.

import type { Answer, Command, LogIndex, SessionMark } from '@three-ways/raft-core';
import { ByteReader, ByteWriter } from './bytes.ts';
import { Fnv1a } from './fnv.ts';
import { type Refusal, Sessions } from './sessions.ts';

/** Digest of a state machine: equal for those that applied the same commands in the same order. */
export interface Digest {
  /** Hexadecimal hash of the map's pairs, ordered by id. */
  readonly digest: string;
  /** Number of `set` and `delete` commands applied. */
  readonly applied: number;
}

export class StateMachine {
  private names = new Map<string, string>();
  private sessions: Sessions;
  private applied = 0;

  /** @param maxSessions maximum client sessions; the same on all servers of a cluster */
  constructor(maxSessions = 10_000) {
    this.sessions = new Sessions(maxSessions);
  }

  /**
   * Applies the command at a log index. Returns the previous name of its id, or null; the new session for `register`. A retry
   * within its session is not applied again and gets the first answer.
   */
  apply(command: Command, index: LogIndex): Answer | Refusal {
    if (command.type === 'noop' || command.type === 'configuration') return null;
    if (command.type === 'register') return this.sessions.open(index);
    if (command.mark === undefined) return this.change(command);
    return this.applyOnce(command, command.mark);
  }

  private applyOnce(command: Change, { session, sequence }: SessionMark): Answer | Refusal {
    const given = this.sessions.find(session, sequence);
    if (given !== undefined) return given;
    const answer = this.change(command);
    this.sessions.keep(session, sequence, answer);
    return answer;
  }

  private change(command: Change): string | null {
    this.applied += 1;
    const before = this.names.get(command.id) ?? null;
    if (command.type === 'set') this.names.set(command.id, command.name);
    else this.names.delete(command.id);
    return before;
  }

  /** The name under an id, or null. */
  get(id: string): string | null {
    return this.names.get(id) ?? null;
  }

  /** FNV-1a over every `id NUL name NUL`, ordered by the ids' UTF-8 bytes; identical in both languages. */
  digest(): Digest {
    const hash = new Fnv1a();
    for (const [id, name] of this.pairs()) {
      hash.write(id);
      hash.write(nul);
      hash.write(name);
      hash.write(nul);
    }
    return { digest: hash.toString(), applied: this.applied };
  }

  /** The encoded map and sessions, identical in both languages. */
  snapshot(): Uint8Array {
    const writer = new ByteWriter();
    const pairs = this.pairs();
    writer.number(this.applied);
    writer.number(pairs.length);
    for (const [id, name] of pairs) {
      writer.bytes(id);
      writer.bytes(name);
    }
    this.sessions.write(writer);
    return writer.result();
  }

  /** Replaces the state by a snapshot's. @throws MalformedMessage if it cannot be decoded; the state is then unchanged */
  restore(snapshot: Uint8Array): void {
    const reader = new ByteReader(snapshot);
    const applied = reader.number();
    const names = new Map<string, string>();
    for (let left = reader.number(); left > 0; left--) names.set(reader.string(), reader.string());
    this.sessions.read(reader);
    this.names = names;
    this.applied = applied;
  }

  private pairs(): [Uint8Array, Uint8Array][] {
    const pairs = Array.from(this.names, ([id, name]): [Uint8Array, Uint8Array] => [
      utf8.encode(id),
      utf8.encode(name),
    ]);
    return pairs.sort(([a], [b]) => compareBytes(a, b));
  }
}

type Change = Extract<Command, { readonly id: string }>;

const utf8 = new TextEncoder();
const nul = Uint8Array.of(0);

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
