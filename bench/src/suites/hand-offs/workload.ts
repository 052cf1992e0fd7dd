// Counts, in the cluster's trace, the messages between servers while clients propose in a closed loop. Go's twin is
// go-reference/workloads/hand_offs.go.

import type { Cluster } from '@three-ways/raft-cluster';
import type { ClientCommand } from '@three-ways/raft-core';
import { agreement } from '../common/agreement.ts';
import { prove } from '../common/proof.ts';
import { proposeAll } from '../common/propose-all.ts';
import type { HandOffsResult, HandOffsSpec } from './protocol.ts';

export async function runHandOffs(cluster: Cluster, spec: HandOffsSpec): Promise<HandOffsResult> {
  await cluster.start();
  const { leader: via } = await agreement(cluster);
  let messages = 0;
  await cluster.trace(({ type }) => {
    if (type === 'deliver') messages += 1;
  });
  const { outstanding: clients, proposals: commits } = spec;
  await proposeAll(cluster, { via, clients, commands: commits, commandOf });
  await cluster.trace(null);
  return { suite: 'hand-offs', commits, messages, proof: await prove(cluster, commits) };
}

function commandOf(number: number): ClientCommand {
  return { type: 'set', id: `k${number % 1024}`, name: String(number) };
}
