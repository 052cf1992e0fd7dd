// Counts, in the cluster's trace, the messages between servers while clients propose in a closed loop. Go's twin is
// go-reference/workloads/hand_offs.go.

import type { Cluster } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';
import { agreement } from '../common/agreement.ts';
import { prove } from '../common/proof.ts';
import type { HandOffsResult, HandOffsSpec } from './protocol.ts';

export async function runHandOffs(cluster: Cluster, spec: HandOffsSpec): Promise<HandOffsResult> {
  await cluster.start();
  const { leader: via } = await agreement(cluster);
  let messages = 0;
  await cluster.trace(({ type }) => {
    if (type === 'deliver') messages += 1;
  });
  await proposeAll(cluster, via, spec);
  await cluster.trace(null);
  const { proposals: commits } = spec;
  return { suite: 'hand-offs', commits, messages, proof: await prove(cluster, commits) };
}

/** Clients that share the proposals among them. */
async function proposeAll(
  cluster: Cluster,
  via: ServerId,
  { outstanding, proposals }: HandOffsSpec,
): Promise<void> {
  let left = proposals;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      await cluster.propose({ type: 'set', id: `k${left % 1024}`, name: String(left) }, { via });
    }
  };
  await Promise.all(Array.from({ length: outstanding }, client));
}
