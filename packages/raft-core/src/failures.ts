// How an error crosses the border of a server, a thread or a process: by its name, and made again on the other side.

import * as errors from './errors.ts';
import type { ServerId } from './messages.ts';

/** Why a request came to nothing. */
export interface Failure {
  readonly ok: false;
  /** The `name` of the error. */
  readonly error: string;
  readonly message: string;
  /** With NotLeader: whom the server takes for the leader. */
  readonly leader: ServerId | null;
}

/** What to tell of an error. */
export function failureOf(error: errors.RaftError): Failure {
  const leader = error instanceof errors.NotLeader ? error.leader : null;
  return { ok: false, error: error.name, message: error.message, leader };
}

/** The error again. One of a name that nobody knows is a RaftError. */
export function errorOf({ error: name, message, leader }: Omit<Failure, 'ok'>): errors.RaftError {
  if (name === 'NotLeader') return new errors.NotLeader(0, leader, message);
  const Kind = kinds.get(name) ?? errors.RaftError;
  return new Kind(message);
}

const kinds: ReadonlyMap<string, new (message: string) => errors.RaftError> = new Map(
  [
    errors.Aborted,
    errors.ChangeRefused,
    errors.InvalidArgument,
    errors.Overloaded,
    errors.SequenceTooOld,
    errors.SessionExpired,
    errors.Stopped,
    errors.TransferRefused,
    errors.Unavailable,
  ].map((Kind) => [Kind.name, Kind]),
);
