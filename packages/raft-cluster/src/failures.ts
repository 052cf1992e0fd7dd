// Serialization of errors between servers, threads and processes: by name and message.

import type { ServerId } from '@three-ways/raft-core';
import * as errors from '@three-ways/raft-core';
import type { Refusal } from '@three-ways/raft-kv';
import { Aborted, SequenceTooOld, SessionExpired, Stopped, Unavailable } from './errors.ts';

/** A serialized error. */
export interface Failure {
  readonly ok: false;
  /** The `name` of the error. */
  readonly error: string;
  readonly message: string;
  /** With NotLeader: the leader known to the server, or null. */
  readonly leader: ServerId | null;
}

/** Serializes an error. */
export function failureOf(error: errors.RaftError): Failure {
  const leader = error instanceof errors.NotLeader ? error.leader : null;
  return { ok: false, error: error.name, message: error.message, leader };
}

/** Restores an error; one with an unknown name is a RaftError. */
export function errorOf({ error: name, message, leader }: Omit<Failure, 'ok'>): errors.RaftError {
  if (name === 'NotLeader') return new errors.NotLeader(0, leader, message);
  const Kind = kinds.get(name) ?? errors.RaftError;
  return new Kind(message);
}

const kinds: ReadonlyMap<string, new (message: string) => errors.RaftError> = new Map(
  [
    Aborted,
    errors.ChangeRefused,
    errors.InvalidArgument,
    errors.Overloaded,
    SequenceTooOld,
    SessionExpired,
    Stopped,
    errors.TransferRefused,
    Unavailable,
  ].map((Kind) => [Kind.name, Kind]),
);

/** The client's error for a refusal of the state machine. */
export function errorOfRefusal({ refused }: Refusal): errors.RaftError {
  if (refused === 'SessionExpired')
    return new SessionExpired('the session is unknown or was evicted: open a new one');
  return new SequenceTooOld(
    'the session has a later sequence number: the command may have been applied, and its answer is gone',
  );
}
