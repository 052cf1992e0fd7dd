// Waiting until a cluster is at rest: one leader that all servers follow, and no entry left to commit or apply.

import type { Cluster, Status } from '@three-ways/raft-cluster';
import type { ServerId, Term } from '@three-ways/raft-core';
import { realTime, sleep, type Time } from '@three-ways/raft-testkit/targets';

/** Poll interval (ms): longer for many servers, which would do little else than answer. */
const pollInterval = (servers: number) => Math.max(2, servers / 20);

/** Resolves when every server follows one leader and has committed and applied the whole of its log. */
export async function agreement(
  cluster: Cluster,
  time: Time = realTime,
): Promise<{ leader: ServerId; currentTerm: Term }> {
  for (;;) {
    const statuses = await Promise.all(cluster.ids.map((id) => cluster.status(id)));
    const leader = leaderOf(statuses);
    if (leader !== undefined && statuses.every((status) => agrees(status, leader)))
      return { leader: leader.id, currentTerm: leader.currentTerm };
    await sleep(time, pollInterval(cluster.ids.length));
  }
}

/** The leader of the newest term: a leader that was cut off may not know yet that it was deposed. */
export function leaderOf(statuses: readonly Status[]): Status | undefined {
  const leaders = statuses.filter(({ role, running }) => role === 'leader' && running);
  return leaders.sort((a, b) => b.currentTerm - a.currentTerm)[0];
}

function agrees(status: Status, leader: Status): boolean {
  return (
    status.running &&
    status.leader === leader.id &&
    status.currentTerm === leader.currentTerm &&
    status.commitIndex === leader.lastLogIndex &&
    status.lastApplied === leader.lastLogIndex
  );
}
