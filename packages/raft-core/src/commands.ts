// What a log holds: commands for the state machine, and the entries that carry them (§5.3).

import type { Configuration } from './configuration.ts';
import type { LogIndex, Term } from './messages.ts';

/** Marks a command so that it is applied once, however often it is sent (dissertation §6.3). */
export interface SessionMark {
  /** The answer to the `register` command that opened the session. */
  readonly session: LogIndex;
  /** Grows by one with each new command of the session; a command that is sent again keeps its number. From 1 up. */
  readonly sequence: number;
}

/** What an entry asks of the state machine. A new leader's `noop` asks nothing (§8), `configuration` asks the rules. */
export type Command =
  | { readonly type: 'noop' }
  | { readonly type: 'set'; readonly id: string; readonly name: string; readonly mark?: SessionMark }
  | { readonly type: 'delete'; readonly id: string; readonly mark?: SessionMark }
  | { readonly type: 'register' }
  | { readonly type: 'configuration'; readonly configuration: Configuration };

/** What a client may propose. The rest a log gets from the rules alone. */
export type ClientCommand =
  | { readonly type: 'set'; readonly id: string; readonly name: string }
  | { readonly type: 'delete'; readonly id: string }
  | { readonly type: 'register' };

/** What a log entry holds: the command, and the term in which the leader received it (§5.3). */
export interface Entry {
  readonly term: Term;
  readonly command: Command;
}

/** What the state machine answers: the name that the id had before or null, or to `register` the session's number. */
export type Answer = string | number | null;

/** Roughly what an entry takes on its way (bytes): a byte for each character and a little more. */
export function sizeOf({ command }: Entry): number {
  if (command.type === 'set') return 16 + command.id.length + command.name.length;
  return command.type === 'delete' ? 16 + command.id.length : 16;
}

export function bytesIn(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
}
