// A schedule: everything decided before a run. Its actions form an explicit list, so that they can be dropped one by one, saved
// and printed. What the list leaves open (the fate of one message) is drawn from the seed, link by link, so that dropping an
// action changes as little of the rest as possible.

import type { FaultRules } from '@three-ways/raft-cluster';
import type { ConfigurationChange, ServerId, Settings } from '@three-ways/raft-core';

/** A server, or 0 for the leader of the newest term at the time of the action. */
export type Target = ServerId | 0;

/** Faults of the simulated network: the fault rules, and messages delayed far beyond them. */
export interface SimFaults extends FaultRules {
  /** Probability of an extra delay of up to `maxExtraDelay`. */
  readonly late: number;
}

/** When a crash hits a write: before it, with some unsynced writes on the disk, or after it. */
export type DurabilityPoint = 'before' | 'during' | 'after';

export type Action =
  /** `survivors`: unsynced writes, the oldest first, that reach the disk. `downFor`: time to the restart (ms). */
  | { readonly type: 'crash'; readonly server: Target; readonly survivors: number; readonly downFor: number }
  /** Crashes the server at its next write. */
  | {
      readonly type: 'crashAtWrite';
      readonly server: Target;
      readonly point: DurabilityPoint;
      readonly survivors: number;
      readonly downFor: number;
    }
  /** Messages pass only within a group. */
  | { readonly type: 'partition'; readonly groups: readonly (readonly ServerId[])[] }
  /** Loses messages in one direction. */
  | { readonly type: 'cut'; readonly from: Target; readonly to: Target }
  /** Loses all messages to and from the server. */
  | { readonly type: 'isolate'; readonly server: Target }
  | { readonly type: 'heal' }
  | { readonly type: 'faults'; readonly faults: SimFaults }
  /** Sets the duration of a sync (ms). */
  | { readonly type: 'disk'; readonly server: Target; readonly latency: number }
  /** A client with a session sends its next command, or its last one again if that is unanswered. */
  | { readonly type: 'command'; readonly client: number; readonly via: Target }
  /** A command without a session. Without `forward`, a server that does not lead gets it too. */
  | { readonly type: 'plain'; readonly via: Target; readonly forward: boolean }
  | { readonly type: 'read'; readonly via: Target }
  /** Crashes the server, which restarts with an empty disk. */
  | { readonly type: 'loseDisk'; readonly server: ServerId; readonly downFor: number }
  | { readonly type: 'transfer'; readonly to: ServerId }
  | { readonly type: 'change'; readonly change: ConfigurationChange };

export interface ScheduledAction {
  /** Virtual time (ms). */
  readonly at: number;
  readonly action: Action;
}

export interface Schedule {
  readonly seed: number;
  readonly settings: Settings;
  /** Servers that run from the start outside the first configuration. */
  readonly joiners: readonly ServerId[];
  /** Joiners that are never promoted. Only they may lose their disks: Raft promises nothing to voters that do. */
  readonly learners: readonly ServerId[];
  /** Learners that stay down when the faults end. */
  readonly permanentlyDown: readonly ServerId[];
  /** Interval of clients' commands after the faults end (ms); 0 for none. */
  readonly loadInterval: number;
  /** Rate of each server's clock, server 1's first. */
  readonly clockRates: readonly number[];
  /** Initial duration of a sync (ms). */
  readonly diskLatency: number;
  /** Initial faults of the network. */
  readonly faults: SimFaults;
  /** Entries applied before yielding. */
  readonly applyBatch: number;
  /** In order of time. */
  readonly actions: readonly ScheduledAction[];
  /** End of the faults (ms); from then on liveness is required. */
  readonly faultsEndAt: number;
}

export const noFaults: SimFaults = { drop: 0, delay: 1, jitter: 2, duplicate: 0, reorder: 0, late: 0 };

/** All servers that run. */
export function serversOf({ settings, joiners }: Schedule): ServerId[] {
  return [...Array.from({ length: settings.servers }, (_, i) => i + 1), ...joiners];
}
