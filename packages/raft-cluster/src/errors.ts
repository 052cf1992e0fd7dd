// Errors of a cluster, beside those of the rules. Each says what became of the command, because that decides whether it may be
// sent again.

import { RaftError } from '@three-ways/raft-core';

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
