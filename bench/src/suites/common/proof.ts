// Proof of work at the end of a trial: commands applied per server, and digests of the state machines.

import type { Cluster } from '@three-ways/raft-cluster';
import { realTime, type Time } from '@three-ways/raft-testkit/targets';
import { agreement } from './agreement.ts';
import type { Proof } from './protocol.ts';

/** Waits until every server has applied everything. @param expected commands that clients got an answer for */
export async function prove(cluster: Cluster, expected: number, time: Time = realTime): Promise<Proof> {
  await agreement(cluster, time);
  const machines = await Promise.all(cluster.ids.map((id) => cluster.digest(id)));
  return {
    expected,
    applied: machines.map(({ applied }) => applied),
    digests: machines.map(({ digest }) => digest),
  };
}
