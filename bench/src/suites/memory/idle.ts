// An idle cluster: how long it takes to elect and to commit, what it takes to memory, the CPU time of mere heartbeats, and whether
// one leader lasts.

import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';
import { agreement } from '../common/agreement.ts';
import { prove } from '../common/proof.ts';
import { notCarried, withinBudget } from './budget.ts';
import type { Carried, IdleSpec, NotCarried } from './protocol.ts';
import { type Collect, collectAll, read } from './reading.ts';

/** Stops the cluster if it was carried. One that was not may be starting yet: it ends with its process. */
export async function runIdle(
  cluster: Cluster,
  spec: IdleSpec,
  collect: Collect,
): Promise<Carried | NotCarried> {
  const carried = await withinBudget(spec, carry(cluster, spec, collect));
  const result = 'proof' in carried && spec.holdMs ? await hold(cluster, spec, carried) : carried;
  if ('proof' in result) await cluster.stop();
  return result;
}

async function carry(cluster: Cluster, spec: IdleSpec, collect: Collect): Promise<Carried> {
  const { commands } = spec;
  const startMs = await timed(() => cluster.start());
  const started = performance.now();
  const { leader } = await agreement(cluster);
  const electMs = performance.now() - started;
  await delay(spec.settleMs);
  const heartbeatCpuMs = await cpuPerSecond(spec.idleMs); // before the collection, which goes on in the background
  await collectAll(collect);
  const reading = read(spec.target);
  const commitsMs = await timed(() => commit(cluster, leader, commands));
  const proof = await prove(cluster, commands);
  return { suite: 'memory', part: 'idle', ...reading, startMs, electMs, commitsMs, heartbeatCpuMs, proof };
}

/** Watches whether one leader lasts: a new one would have a newer term. */
async function hold(
  cluster: Cluster,
  { holdMs = 0, budgetMs, budgetBytes }: IdleSpec,
  carried: Carried,
): Promise<Carried | NotCarried> {
  const held = async (): Promise<Carried | NotCarried> => {
    const before = await agreement(cluster);
    await delay(holdMs);
    const after = await agreement(cluster);
    return after.currentTerm === before.currentTerm
      ? { ...carried, heldMs: holdMs }
      : notCarried('leader', `lost its leader within ${holdMs / 1000} s`);
  };
  return await withinBudget({ budgetMs: holdMs + budgetMs, budgetBytes }, held());
}

/** Duration of work (ms). */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** CPU time of all threads (ms for each second). */
async function cpuPerSecond(ms: number): Promise<number> {
  const started = performance.now();
  const before = process.cpuUsage();
  await delay(ms);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / Math.max(1, performance.now() - started);
}

/** Commits commands one after another. */
async function commit(cluster: Cluster, via: ServerId, commands: number): Promise<void> {
  for (let i = 0; i < commands; i++)
    await cluster.propose({ type: 'set', id: `k${i % 10}`, name: `${i}` }, { via });
}
