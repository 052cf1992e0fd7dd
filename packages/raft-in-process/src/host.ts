// What clients need of the server that they ask, whichever way it waits.

import type { Message } from '@three-ways/raft-cluster';
import type { RaftState } from '@three-ways/raft-core';
import type { StateMachine } from '@three-ways/raft-kv';

export interface Host {
  readonly raft: RaftState;
  readonly machine: StateMachine;
  readonly running: boolean;
  /** Sends a message to another server, if there is one. */
  send(message: Message | null): void;
  /** The leader's log has grown, perhaps by a new configuration: its replicators and its writer have work. */
  replicate(): void;
  /** A read has begun on the leader. */
  confirmReads(): void;
}
