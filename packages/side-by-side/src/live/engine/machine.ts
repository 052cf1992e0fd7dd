// A cluster on a clock that the page moves: what each model provides.

import type { Cluster, TraceListener } from '@three-ways/raft-cluster';
import type { ServerId, Settings } from '@three-ways/raft-core';

/** What a viewer has done to the network beyond partitions and faults. */
export interface Interference {
  /** One-way cuts, as `from>to`. */
  readonly cuts: readonly string[];
  /** Numbers of messages to drop before they arrive. */
  readonly dropped: readonly number[];
  /** Numbers of messages to delay when they would arrive, and by how much (ms). */
  readonly delayed: readonly (readonly [message: number, ms: number])[];
}

/** The calls of `Cluster` that a run makes. */
export type LiveCluster = Pick<
  Cluster,
  | 'ids'
  | 'start'
  | 'stop'
  | 'propose'
  | 'transfer'
  | 'change'
  | 'launch'
  | 'crash'
  | 'restart'
  | 'partition'
  | 'heal'
  | 'faults'
>;

/** Reached a line of the sources: a task of a server has come to it. */
export interface ReachedLine {
  readonly server: ServerId;
  /** Identifies the task: one call of a function. */
  readonly task: number;
  /** Index in the table of places (probes). 0 for a task that has ended. */
  readonly place: number;
}

export interface Watcher {
  /** Every trace event, and for a message its number. */
  readonly event: (event: Parameters<TraceListener>[0], message: number) => void;
  readonly line: (line: ReachedLine) => void;
}

export interface Machine {
  readonly cluster: LiveCluster;
  /** Virtual time (ms). */
  now(): number;
  after(ms: number, callback: () => void): void;
  /** Runs all that happens until a time, that time included. */
  advanceTo(time: number): Promise<void>;
  interfere(interference: Interference): void;
}

export type NewMachine = (settings: Partial<Settings>, watcher: Watcher) => Promise<Machine>;
