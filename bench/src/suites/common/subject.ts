// What a workload measures: a cluster that has not been started, and its time. Real targets live in real time; the
// ideal of the suite `election` is the same servers in virtual time.

import type { Settings } from '@three-ways/raft-core';
import { type InVirtualTime, realTime, type Target } from '@three-ways/raft-testkit/targets';
import type { ClusterSpec } from './protocol.ts';

export type Subject = Pick<InVirtualTime, 'cluster' | 'time'>;

/** Makes a subject of the target under test. */
export type NewSubject = (settings: Partial<Settings>) => Subject;

export function inRealTime({ create }: Target): NewSubject {
  return (settings) => ({ cluster: create(settings), time: realTime });
}

/** The settings that every specification has. */
export function settingsOf({
  servers,
  electionTimeout,
  heartbeatInterval,
  seed,
  snapshotThreshold = 0,
}: ClusterSpec): Partial<Settings> {
  return { servers, electionTimeout, heartbeatInterval, seed, snapshotThreshold };
}
