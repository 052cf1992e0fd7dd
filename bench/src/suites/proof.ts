// The proof of work that ends every trial: what each server has applied, and the digest of its state machine.

import type { Cluster } from '@three-ways/raft-core';
import type { Proof } from '../protocol.ts';
import { agreement } from './agreement.ts';

/** Waits until every server has applied everything. @param expected commands that clients got an answer for */
export async function prove(cluster: Cluster, expected: number): Promise<Proof> {
  await agreement(cluster);
  const machines = await Promise.all(cluster.ids.map((id) => cluster.digest(id)));
  return {
    expected,
    applied: machines.map(({ applied }) => applied),
    digests: machines.map(({ digest }) => digest),
  };
}
