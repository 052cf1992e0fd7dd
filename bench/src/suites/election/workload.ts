// Figure 16 of the Raft paper as a workload: crash the leader at a random point of its heartbeat interval, and time how
// long the cluster is without one. Go's twin is go-reference/workloads/election.go.

import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from '@three-ways/raft-cluster';
import { type ServerId, seededRandom, type Term } from '@three-ways/raft-core';
import { agreement } from '../common/agreement.ts';
import { prove } from '../common/proof.ts';
import type { ElectionResult, ElectionSpec } from './protocol.ts';

/** Commands proposed after the last election, as proof that the cluster still works. */
const proofCommands = 10;

export async function runElection(cluster: Cluster, spec: ElectionSpec): Promise<ElectionResult> {
  const random = seededRandom(spec.seed);
  const samples: number[] = [];
  const elections: number[] = [];
  await cluster.start();
  for (let crash = 0; crash < spec.crashes; crash++) {
    const { leader, currentTerm } = await leaderAtRandomMoment(cluster, spec, random);
    const { ms, term } = await timeFailover(cluster, leader, currentTerm);
    samples.push(ms);
    elections.push(term - currentTerm);
    await cluster.restart(leader);
  }
  await agreement(cluster);
  for (let i = 0; i < proofCommands; i++)
    await cluster.propose({ type: 'set', id: `k${i}`, name: 'after the elections' });
  return { suite: 'election', samples, elections, proof: await prove(cluster, proofCommands) };
}

/** The leader that all follow, at a random point of its heartbeat interval. */
async function leaderAtRandomMoment(cluster: Cluster, spec: ElectionSpec, random: () => number) {
  for (;;) {
    const agreed = await agreement(cluster);
    await delay(random() * spec.heartbeatInterval);
    const { role, currentTerm } = await cluster.status(agreed.leader);
    if (role === 'leader' && currentTerm === agreed.currentTerm) return agreed; // a busy machine may have deposed it
  }
}

/** From the crash until an AppendEntries of a newer leader reaches another server (ms), and the term of that leader. */
async function timeFailover(
  cluster: Cluster,
  leader: ServerId,
  oldTerm: Term,
): Promise<{ ms: number; term: Term }> {
  const first = Promise.withResolvers<{ at: number; term: Term }>();
  await cluster.trace((event) => {
    if (event.type !== 'deliver' || event.message.type !== 'AppendEntries') return;
    if (event.message.term > oldTerm) first.resolve({ at: performance.now(), term: event.message.term });
  });
  const crashed = performance.now();
  await cluster.crash(leader);
  const { at, term } = await first.promise;
  await cluster.trace(null);
  return { ms: at - crashed, term };
}
