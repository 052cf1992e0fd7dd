// What clients need of the server that they ask.

import type { Message } from '@three-ways/raft-cluster';
import type { RaftState } from '@three-ways/raft-core';
import type { StateMachine } from '@three-ways/raft-kv';
import type { Reply } from './requests.ts';
import type { Timers } from './timers.ts';

export interface Host {
  readonly raft: RaftState;
  readonly machine: StateMachine;
  readonly timers: Timers;
  /** Sends a message to another server, if there is one. */
  send(message: Message | null): void;
  /** Answers a request of the main thread, by its number. */
  answer(number: number, reply: Reply): void;
}
