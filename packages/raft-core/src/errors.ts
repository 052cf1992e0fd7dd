// The errors of a cluster. Each says what became of the command, because that decides whether it may be sent again.

import type { ServerId } from './messages.ts';

/** Base class of the project's errors; `name` is the stable identifier across processes. */
export class RaftError extends Error {
  override readonly name: string = 'RaftError';
}

/** The server is not the leader. The command was not appended: it may be sent again. */
export class NotLeader extends RaftError {
  override readonly name = 'NotLeader';
  /** The leader known to the server, or null. */
  readonly leader: ServerId | null;

  constructor(id: ServerId, leader: ServerId | null, message = notLeader(id, leader)) {
    super(message);
    this.leader = leader;
  }
}

function notLeader(id: ServerId, leader: ServerId | null): string {
  return `server ${id} is not the leader${leader === null ? '' : `: ask server ${leader}`}`;
}

/** The leader has the maximum of uncommitted entries. The command was not appended: it may be sent again later. */
export class Overloaded extends RaftError {
  override readonly name = 'Overloaded';
}

/** The configuration change does not apply, or not now; the message says why. Nothing was appended. */
export class ChangeRefused extends RaftError {
  override readonly name = 'ChangeRefused';
}

/** Leadership cannot be transferred to that server; the message says why. */
export class TransferRefused extends RaftError {
  override readonly name = 'TransferRefused';
}

/** A message that no server following the rules would send. It changed nothing. */
export class MalformedMessage extends RaftError {
  override readonly name = 'MalformedMessage';
}

/** The client's session is unknown: it was never opened, or was evicted. The command was not applied this time. */
export class SessionExpired extends RaftError {
  override readonly name = 'SessionExpired';
}

/**
 * The session has a later sequence number. The command may have been applied and its answer is gone: it must not be sent
 * again in a new session.
 */
export class SequenceTooOld extends RaftError {
  override readonly name = 'SequenceTooOld';
}

/** No leader answered, or leadership was lost while the command was under way. It may still be applied. */
export class Unavailable extends RaftError {
  override readonly name = 'Unavailable';
}

/** The caller's signal fired before the answer came. The command may still be applied. */
export class Aborted extends RaftError {
  override readonly name = 'Aborted';
}

/** The server that held the request crashed or was stopped. The command may still be applied. */
export class Stopped extends RaftError {
  override readonly name = 'Stopped';
}

/** An invalid setting or argument; the message names it and says what to give. */
export class InvalidArgument extends RaftError {
  override readonly name = 'InvalidArgument';
}
