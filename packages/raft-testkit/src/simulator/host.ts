// What a simulated server asks of its surroundings, and what comes back to it from there.

import type { Answer, Command, LogIndex, Message, Refusal, ServerId } from '@three-ways/raft-core';
import type { Rules } from './rules.ts';
import type { Schedule } from './schedule.ts';
import type { SimServer } from './server.ts';

export type Timer = 'election' | 'campaign' | 'heartbeat' | 'quorum' | 'transfer' | 'apply';

/** What a server's surroundings do for it. */
export interface World {
  readonly rules: Rules;
  readonly schedule: Schedule;
  readonly now: number;
  after(delay: number, event: ServerEvent): void;
  send(message: Message): void;
  /** The rules have been told that something is stable. */
  wrote(server: SimServer): void;
  /** Judges the server as it is now: whatever is applied must have been seen to be committed first. */
  look(server: SimServer): void;
  restored(server: SimServer, index: LogIndex): void;
  applied(server: SimServer, index: LogIndex, command: Command, answer: Answer | Refusal): void;
  /** A proposal has been applied where it was made, or the server has lost the leadership meanwhile. */
  answered(request: Request, index: LogIndex, answer: Answer | Refusal): void;
  readServed(readId: number, server: SimServer): void;
  crashed(server: SimServer): void;
  lostDisk(server: SimServer): void;
}

export type ServerEvent =
  | {
      readonly type: 'timer';
      readonly timer: Timer;
      readonly server: ServerId;
      /** Tells timers that are still wanted from those that are not. */
      readonly life: number;
      readonly turn: number;
    }
  | { readonly type: 'synced'; readonly server: ServerId; readonly life: number };

/** A client's command on its way. */
export interface Request {
  readonly client: number;
  readonly sequence: number;
  readonly command: Command;
}
