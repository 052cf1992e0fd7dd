// The interface of a server for its client requests.

import type { Message } from '@three-ways/raft-cluster';
import type { RaftState } from '@three-ways/raft-core';
import type { StateMachine } from '@three-ways/raft-kv';
import type { Reply } from './requests.ts';
import type { Timers } from './timers.ts';

export interface Host {
  readonly raft: RaftState;
  readonly machine: StateMachine;
  readonly timers: Timers;
  /** Sends a message to another server; null is ignored. */
  send(message: Message | null): void;
  /** Answers a numbered request of the main thread. */
  answer(number: number, reply: Reply): void;
}
