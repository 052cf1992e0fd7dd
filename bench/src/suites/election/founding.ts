// The start of a cluster whose servers all have one and the same election timeout. Started together they would campaign
// together, and might never have a leader to crash: the cluster begins with one server, and the others are added to it.

import { ChangeRefused, NotLeader, TransferRefused } from '@three-ways/raft-core';
import { sleep } from '@three-ways/raft-testkit/targets';
import type { Subject } from '../common/subject.ts';
import type { ElectionSpec } from './protocol.ts';

/** Retry interval for changes and transfers refused without a leader, or with a server behind (ms). */
const pause = 1;
const refusals = [ChangeRefused, NotLeader, TransferRefused];

/** Whether all servers have the same election timeout. */
export function hasOneTimeout({
  electionTimeout: [min, max],
}: Pick<ElectionSpec, 'electionTimeout'>): boolean {
  return min === max;
}

/** Servers at the start. */
export function founders(spec: ElectionSpec): number {
  return hasOneTimeout(spec) ? 1 : spec.servers;
}

/**
 * Starts the cluster, and adds the servers that are not founders, each as a learner that is promoted. The last of them takes over
 * the leadership, so that the leader's heartbeats to all others begin at the same moment.
 */
export async function found(subject: Subject, { servers }: ElectionSpec): Promise<void> {
  const { cluster } = subject;
  await cluster.start();
  if (cluster.ids.length === servers) return;
  while (cluster.ids.length < servers) {
    const server = await cluster.launch();
    for (const type of ['addLearner', 'promote'] as const)
      await untilAccepted(subject, () => cluster.change({ type, server }));
  }
  await untilAccepted(subject, () => cluster.transfer(servers));
}

/** Asks the leader until it does not refuse. */
async function untilAccepted({ time }: Subject, ask: () => Promise<void>): Promise<void> {
  const isDone = () =>
    ask().then(
      () => true,
      (error) => {
        if (refusals.some((Refusal) => error instanceof Refusal)) return false;
        throw error;
      },
    );
  while (!(await isDone())) await sleep(time, pause);
}
