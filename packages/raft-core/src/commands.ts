// Log entries and their commands (§5.3).

import type { Configuration } from './configuration.ts';
import type { LogIndex, Term } from './ids.ts';

/** Identifies a command within a client session, so that it is applied at most once (dissertation §6.3). */
export interface SessionMark {
  /** The answer to the `register` command that opened the session. */
  readonly session: LogIndex;
  /** Number of the command in its session, from 1, increasing; a retry keeps its number. */
  readonly sequence: number;
}

/** The command of an entry. `noop` begins a leader's term (§8); `configuration` is for the rules (§6). */
export type Command =
  | { readonly type: 'noop' }
  | { readonly type: 'set'; readonly id: string; readonly name: string; readonly mark?: SessionMark }
  | { readonly type: 'delete'; readonly id: string; readonly mark?: SessionMark }
  | { readonly type: 'register' }
  | { readonly type: 'configuration'; readonly configuration: Configuration };

/** The commands that a client may propose. */
export type ClientCommand =
  | { readonly type: 'set'; readonly id: string; readonly name: string }
  | { readonly type: 'delete'; readonly id: string }
  | { readonly type: 'register' };

/** A log entry: the command, and the term when the leader received it (§5.3). */
export interface Entry {
  readonly term: Term;
  readonly command: Command;
}

/** The state machine's answer: the previous name of the id or null; for `register`, the session's number. */
export type Answer = string | number | null;

/** Approximate size of an entry in a message (bytes): one per character, plus 16. */
export function sizeOf({ command }: Entry): number {
  if (command.type === 'set') return 16 + command.id.length + command.name.length;
  return command.type === 'delete' ? 16 + command.id.length : 16;
}

export function bytesIn(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
}
