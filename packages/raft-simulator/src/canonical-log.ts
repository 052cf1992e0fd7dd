// The cluster's history: every entry that any log has held (for log matching), the committed entries, and the state they lead
// to, computed by a model of the state machine that is independent of logs, servers and snapshots.

import type { Answer, Command, Entry, LogIndex, SessionMark, Snapshot, Term } from '@three-ways/raft-core';
import type { Refusal } from '@three-ways/raft-kv';
import { requireThat } from './violation.ts';

interface KnownEntry {
  readonly term: Term;
  readonly command: Command;
  /** Term of the entry before. */
  readonly prevTerm: Term;
}

interface Committed {
  readonly term: Term;
  readonly command: Command;
  /** Term of the leader that committed it. */
  readonly by: Term;
  /** Set when it is first applied. */
  answer?: Answer | Refusal;
}

export class CanonicalLog {
  private readonly known: KnownEntry[][] = [];
  /** By index, from 1. */
  readonly committed: (Committed | undefined)[] = [undefined];
  private applied: LogIndex = 0;
  private readonly names = new Map<string, string>();
  private readonly history = new Map<string, { readonly index: LogIndex; readonly name: string | null }[]>();
  private readonly sessions = new Map<LogIndex, { sequence: number; answer: Answer | Refusal }>();
  private readonly snapshots = new Map<LogIndex, string>();

  get commitIndex(): LogIndex {
    return this.committed.length - 1;
  }

  /** Log Matching: entries with the same index and term are identical, and so are their predecessors. */
  add(index: LogIndex, { term, command }: Entry, prevTerm: Term): void {
    this.known[index] ??= [];
    const known = this.known[index];
    const same = known.find((other) => other.term === term);
    if (same === undefined) known.push({ term, command, prevTerm });
    else
      requireThat(
        same.command === command && same.prevTerm === prevTerm,
        'log matching',
        () => `two logs differ at or before index ${index}, though both have an entry of term ${term} there`,
      );
  }

  /** State Machine Safety, first half: one entry is committed at an index. */
  commit(index: LogIndex, { term, command }: Entry, by: Term): void {
    const existing = this.committed[index];
    if (existing === undefined) this.committed[index] = { term, command, by };
    else
      requireThat(
        existing.term === term && existing.command === command,
        'state machine safety',
        () => `entry ${index} was committed with term ${existing.term} and now with term ${term}`,
      );
  }

  /** State Machine Safety, second half: every server gives the model's answer. */
  apply(index: LogIndex, command: Command, answer: Answer | Refusal): void {
    const existing = this.committed[index];
    requireThat(
      existing !== undefined && existing.command === command,
      'state machine safety',
      () => `index ${index} is applied with another command than was committed there`,
    );
    if (index === this.applied + 1) this.applyToModel(index, command, answer);
    const { answer: elsewhere = answer } = existing;
    existing.answer = elsewhere;
    requireThat(
      isSame(elsewhere, answer),
      'state machine safety',
      () => `index ${index} is answered ${show(answer)} here and ${show(elsewhere)} elsewhere`,
    );
  }

  /** Applies an index to the model, when the first server applies it. */
  private applyToModel(index: LogIndex, command: Command, answer: Answer | Refusal): void {
    this.applied = index;
    if (command.type === 'register') this.sessions.set(index, { sequence: 0, answer: null });
    if (command.type !== 'set' && command.type !== 'delete') return;
    if (isRefusal(answer)) {
      requireThat(
        command.mark !== undefined,
        'exactly once',
        () => `index ${index} is refused although it has no session`,
      );
      return;
    }
    if (command.mark !== undefined && this.wasApplied(index, command.mark, answer)) return;
    const before = this.names.get(command.id) ?? null;
    requireThat(
      before === answer,
      'exactly once',
      () => `index ${index} is answered ${show(answer)}, but ${command.id} was ${show(before)}`,
    );
    const name = command.type === 'set' ? command.name : null;
    if (name === null) this.names.delete(command.id);
    else this.names.set(command.id, name);
    const history = this.history.get(command.id) ?? [];
    history.push({ index, name });
    this.history.set(command.id, history);
    if (command.mark !== undefined)
      this.sessions.set(command.mark.session, { sequence: command.mark.sequence, answer });
  }

  private wasApplied(index: LogIndex, { session, sequence }: SessionMark, answer: Answer | Refusal): boolean {
    const last = this.sessions.get(session);
    if (last === undefined || sequence > last.sequence) return false;
    requireThat(
      sequence === last.sequence && isSame(last.answer, answer),
      'exactly once',
      () =>
        `command ${sequence} of session ${session} is repeated at index ${index}: answered ${show(answer)}, first answered ${show(last.answer)}`,
    );
    return true;
  }

  /** An id's name after the command at this index. */
  nameAt(id: string, index: LogIndex): string | null {
    return this.history.get(id)?.findLast((change) => change.index <= index)?.name ?? null;
  }

  /** Snapshots at one index are identical, byte for byte. */
  checkSnapshot({ lastIncludedIndex: index, lastIncludedTerm: term, configuration, data }: Snapshot): void {
    requireThat(
      this.committed[index]?.term === term,
      'state machine safety',
      () => `a snapshot ends with term ${term} at index ${index}, which is not committed`,
    );
    const bytes =
      JSON.stringify(configuration) +
      Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
    const other = this.snapshots.get(index);
    this.snapshots.set(index, bytes);
    requireThat(
      other === undefined || other === bytes,
      'snapshots agree',
      () => `two snapshots at index ${index} differ`,
    );
  }
}

function isRefusal(answer: Answer | Refusal): answer is Refusal {
  return answer !== null && typeof answer === 'object';
}

function isSame(a: Answer | Refusal, b: Answer | Refusal): boolean {
  return a === b || (isRefusal(a) && isRefusal(b) && a.refused === b.refused);
}

function show(answer: Answer | Refusal): string {
  return isRefusal(answer) ? answer.refused : JSON.stringify(answer);
}
