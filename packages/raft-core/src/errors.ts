// The errors of a cluster. Each says what became of the command, because that decides whether it may be sent again.

import type { ServerId } from './ids.ts';

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

/** An invalid setting or argument; the message names it and says what to give. */
export class InvalidArgument extends RaftError {
  override readonly name = 'InvalidArgument';
}
