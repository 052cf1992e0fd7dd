// Waiting for what a cluster comes to, never for a time.

import type { Cluster } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';

/** Looks again and again until there is something to see. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** The leader that all these servers follow. */
export function leaderOf(cluster: Cluster, ids = cluster.ids): Promise<ServerId> {
  return until(async () => {
    const seen = await Promise.all(ids.map((id) => cluster.status(id)));
    const leader = seen.find(({ role, running }) => running && role === 'leader');
    return leader !== undefined && seen.every((one) => one.leader === leader.id) ? leader.id : undefined;
  });
}
