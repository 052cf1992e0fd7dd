// The interface of a server for its client requests, independent of how it waits.

import type { Message } from '@three-ways/raft-cluster';
import type { RaftState } from '@three-ways/raft-core';
import type { StateMachine } from '@three-ways/raft-kv';

export interface Host {
  readonly raft: RaftState;
  readonly machine: StateMachine;
  readonly running: boolean;
  /** Sends a message to another server; null is ignored. */
  send(message: Message | null): void;
  /** The leader's log has grown: wakes its replicators and the log writer. */
  replicate(): void;
  /** A read has started on the leader. */
  confirmReads(): void;
}
