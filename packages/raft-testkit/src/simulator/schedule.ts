// What is decided before a run: the cluster, and a list of faults and clients' acts. The list is explicit so that it can be
// cut, kept in a file, and told; what the list leaves open (the fate of one message) is drawn from the seed, link by link,
// so that cutting an act changes as little of the rest as possible.

import type { ConfigurationChange, FaultRules, ServerId, Settings } from '@three-ways/raft-core';

/** A server, or 0 for whoever leads when the act's time has come. */
export type Target = ServerId | 0;

/** What the network does: the fault rules, and messages that arrive when nobody expects them any more. */
export interface Weather extends FaultRules {
  /** The probability that a message is held back by up to a second. */
  readonly late: number;
}

/** Where a crash hits a write: before it, when some of the writes that were not synced have reached the disk, or after. */
export type DurabilityPoint = 'before' | 'during' | 'after';

export type Act =
  | { readonly act: 'crash'; readonly server: Target; readonly survivors: number; readonly downFor: number }
  /** The server crashes at its next write. */
  | {
      readonly act: 'crashAtWrite';
      readonly server: Target;
      readonly point: DurabilityPoint;
      readonly survivors: number;
      readonly downFor: number;
    }
  /** Messages pass only within a group. */
  | { readonly act: 'partition'; readonly groups: readonly (readonly ServerId[])[] }
  /** Messages from one server to another are lost, not those of the other direction. */
  | { readonly act: 'cut'; readonly from: Target; readonly to: Target }
  /** The server neither hears nor is heard. */
  | { readonly act: 'isolate'; readonly server: Target }
  | { readonly act: 'heal' }
  | { readonly act: 'weather'; readonly weather: Weather }
  /** Syncing takes the server so long from now on (ms). */
  | { readonly act: 'disk'; readonly server: Target; readonly latency: number }
  /** A client goes on: it sends its next command, or the last once more if that was not answered. */
  | { readonly act: 'command'; readonly client: number; readonly via: Target }
  /** A command without a session; `forward` false sends it to a server that may not lead. */
  | { readonly act: 'plain'; readonly via: Target; readonly forward: boolean }
  | { readonly act: 'read'; readonly via: Target }
  /** The server crashes and starts again with an empty disk. */
  | { readonly act: 'loseDisk'; readonly server: ServerId; readonly downFor: number }
  | { readonly act: 'transfer'; readonly to: ServerId }
  | { readonly act: 'change'; readonly change: ConfigurationChange };

export interface ScheduledAct {
  /** Virtual time (ms). */
  readonly at: number;
  readonly does: Act;
}

export interface Schedule {
  readonly seed: number;
  readonly settings: Settings;
  /** Servers that run from the start and belong to no configuration yet. */
  readonly joiners: readonly ServerId[];
  /** The joiners that no act promotes. Raft promises nothing to voters that lose their disks, so only these may. */
  readonly learners: readonly ServerId[];
  /** The joiners, all of them learners, that stay down when the faults end. */
  readonly downForGood: readonly ServerId[];
  /** Interval of the commands that clients go on sending after the faults have ended (ms); 0 for none. */
  readonly load: number;
  /** How fast each server's clock runs: server 1's first. */
  readonly clockRates: readonly number[];
  /** How long syncing takes until an act says otherwise (ms). */
  readonly diskLatency: number;
  readonly weather: Weather;
  /** At most so many committed entries are applied in one step. */
  readonly applyBatch: number;
  /** In rising order of time. */
  readonly acts: readonly ScheduledAct[];
  /** When the faults end (ms): from then on the cluster must come back to life. */
  readonly calmAt: number;
}

export const calm: Weather = { drop: 0, delay: 1, jitter: 2, duplicate: 0, reorder: 0, late: 0 };

/** All servers that run. */
export function serversOf({ settings, joiners }: Schedule): ServerId[] {
  return [...Array.from({ length: settings.servers }, (_, i) => i + 1), ...joiners];
}
