// Every way in which a request to a cluster can fail, as a type that a caller can tell apart. Each says what became of
// the command, because that decides whether it may be sent again.

import type { ServerId } from './messages.ts';

/** Base of all errors of this project; `name` is the stable identifier that also crosses process borders. */
export class RaftError extends Error {
  override readonly name: string = 'RaftError';
}

/** The server is not the leader. The command was not appended: it may be sent again. */
export class NotLeader extends RaftError {
  override readonly name = 'NotLeader';
  /** The leader that the server knows of, or null. */
  readonly leader: ServerId | null;

  constructor(id: ServerId, leader: ServerId | null, message = notLeader(id, leader)) {
    super(message);
    this.leader = leader;
  }
}

function notLeader(id: ServerId, leader: ServerId | null): string {
  return `server ${id} is not the leader${leader === null ? '' : `: ask server ${leader}`}`;
}

/** The leader has as many uncommitted entries as it may. The command was not appended: it may be sent again, later. */
export class Overloaded extends RaftError {
  override readonly name = 'Overloaded';
}

/** The change of the configuration makes no sense, or not now; the message says why. Nothing was appended. */
export class ChangeRefused extends RaftError {
  override readonly name = 'ChangeRefused';
}

/** The leadership cannot go to that server; the message says why. */
export class TransferRefused extends RaftError {
  override readonly name = 'TransferRefused';
}

/** A message that no server following the rules would send; the message says what is wrong with it. It changed nothing. */
export class MalformedMessage extends RaftError {
  override readonly name = 'MalformedMessage';
}

/**
 * The client's session is not known: it never was, or so many others were opened since that it was closed. The command
 * was not applied this time.
 */
export class SessionExpired extends RaftError {
  override readonly name = 'SessionExpired';
}

/**
 * The client's session has gone on to a later sequence number. The command may have been applied, and must not be sent
 * again in a new session: its answer is kept no more.
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

/** A setting or an argument that cannot be used; the message names it and says what would do. */
export class InvalidArgument extends RaftError {
  override readonly name = 'InvalidArgument';
}
