// The settings of a world: those of the cluster that matter to a viewer, and those of its network.

import {
  settings as clusterSettings,
  refuse,
  requireBetween,
  requireFields,
  requireFlag,
  requireInteger,
  type Settings,
} from '@three-ways/raft-core';

export interface WorldSettings {
  /** 3 to 9. */
  readonly servers: number;
  /** Range of the election timeout (ms). */
  readonly electionTimeout: readonly [min: number, max: number];
  /** Interval of heartbeats (ms). */
  readonly heartbeatInterval: number;
  /** One-way travel time of a message (ms), at least 1: messages in flight are what there is to watch. */
  readonly latency: number;
  /** Maximum further travel time (ms), drawn for each message. */
  readonly jitter: number;
  /** The probability that a message is lost, 0 to 0.9. */
  readonly loss: number;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  /** Applied entries between snapshots; 0 for none. */
  readonly snapshotThreshold: number;
  /** Maximum entries in one AppendEntries. */
  readonly entriesPerMessage: number;
  /** Whether a leader changes the members only once it has committed an entry of its own term. False for one scene. */
  readonly membershipFix: boolean;
}

export const defaultSettings: WorldSettings = {
  servers: 5,
  electionTimeout: [150, 300],
  heartbeatInterval: 50,
  latency: 10,
  jitter: 5,
  loss: 0,
  preVote: true,
  checkQuorum: true,
  snapshotThreshold: 0,
  entriesPerMessage: 1024,
  membershipFix: true,
};

/** Limits of the network's settings: [min, max, wording]. */
export const networkLimits = {
  latency: [1, 1000, 'a time from 1 to 1,000 ms'],
  jitter: [0, 1000, 'a time from 0 to 1,000 ms'],
  loss: [0, 0.9, 'a probability from 0 to 0.9'],
} as const;

/** Settings with the defaults filled in. @throws InvalidArgument naming the setting */
export function worldSettings(given: Partial<WorldSettings> = {}): WorldSettings {
  requireFields('settings', given, Object.keys(defaultSettings));
  const complete = { ...defaultSettings, ...given };
  requireInteger('servers', complete.servers, 3, 9);
  for (const [name, [min, max, wanted]] of Object.entries(networkLimits))
    requireBetween(name, complete[name as keyof typeof networkLimits], min, max, wanted);
  requireInteger('snapshotThreshold', complete.snapshotThreshold, 0, 10_000);
  requireFlag('membershipFix', complete.membershipFix);
  const { electionTimeout } = clusterSettings(settingsOfCluster(complete, 0));
  if (electionTimeout[1] > 10_000) refuse('electionTimeout', electionTimeout[1], 'at most 10,000 ms');
  return complete;
}

/** What the cluster is made with. Snapshots are cut into small chunks, so that they can be watched. */
export function settingsOfCluster(world: WorldSettings, seed: number): Partial<Settings> {
  const { servers, electionTimeout, heartbeatInterval, preVote, checkQuorum, snapshotThreshold } = world;
  const { entriesPerMessage: maxEntriesPerMessage } = world;
  return {
    ...{
      servers,
      electionTimeout,
      heartbeatInterval,
      preVote,
      checkQuorum,
      snapshotThreshold,
      maxEntriesPerMessage,
      seed,
    },
    ...(snapshotThreshold > 0 && { trailingEntries: 1, catchUpEntries: 1 }),
  };
}
