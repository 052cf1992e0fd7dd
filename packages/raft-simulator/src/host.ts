// The boundary of a simulated server: what its host sees of it, and what it asks of the host.

import type { Message } from '@three-ways/raft-cluster';
import type { Answer, Command, LogIndex, RaftState, ServerId } from '@three-ways/raft-core';
import type { Refusal, StateMachine } from '@three-ways/raft-kv';
import type { Disk } from './disk.ts';
import type { Rules } from './rules.ts';
import type { Schedule } from './schedule.ts';

export type Timer = 'election' | 'campaign' | 'heartbeat' | 'quorum' | 'transfer' | 'apply';

/** A server as its host, its parts and the checkers see it. */
export interface HostedServer {
  readonly id: ServerId;
  readonly raft: RaftState;
  readonly machine: StateMachine;
  readonly disk: Disk;
  readonly alive: boolean;
  /** Starts so far. */
  readonly incarnation: number;
  /** Virtual time (ms). */
  readonly now: number;
  /** Time from the last crash to the restart (ms); Infinity for none. */
  readonly downFor: number;
  readonly random: () => number;
  crash(survivors: number, downFor: number): void;
  timer(timer: Timer, epoch: number, delay: number): void;
}

/** Services of the simulation, and notices to it. */
export interface Host {
  readonly rules: Rules;
  readonly schedule: Schedule;
  /** Virtual time (ms). */
  readonly now: number;
  after(delay: number, event: ServerEvent): void;
  send(message: Message): void;
  /** `markStable` has been called. */
  markedStable(server: HostedServer): void;
  /** Checks the server's state. Called before entries are applied, so that their commitment is seen first. */
  check(server: HostedServer): void;
  restored(server: HostedServer, index: LogIndex): void;
  applied(server: HostedServer, index: LogIndex, command: Command, answer: Answer | Refusal): void;
  /** A proposal was applied where it was made. */
  answered(request: Request, index: LogIndex, answer: Answer | Refusal): void;
  readServed(readId: number, server: HostedServer): void;
  crashed(server: HostedServer): void;
  lostDisk(server: HostedServer): void;
}

export type ServerEvent =
  | {
      readonly type: 'timer';
      readonly timer: Timer;
      readonly server: ServerId;
      /** Incarnation and epoch of the server when the timer was set: it fires only in the same ones. */
      readonly incarnation: number;
      readonly epoch: number;
    }
  | { readonly type: 'synced'; readonly server: ServerId; readonly incarnation: number };

/** A client's command in flight. */
export interface Request {
  readonly client: number;
  readonly sequence: number;
  readonly command: Command;
}
