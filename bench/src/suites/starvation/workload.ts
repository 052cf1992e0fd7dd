// Blocks the application of one server while clients go on with the others. Go's twin is go-reference/workloads/starvation.go.

import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from '@three-ways/raft-cluster';
import { type ServerId, seededRandom } from '@three-ways/raft-core';
import { agreement, leaderOf } from '../common/agreement.ts';
import { encode, newLatencies, record } from '../common/latencies.ts';
import { prove } from '../common/proof.ts';
import { shuffled } from '../common/shuffled.ts';
import { Clients } from './clients.ts';
import { Observer } from './observer.ts';
import type { KindOfBlock, StarvationResult, StarvationSpec } from './protocol.ts';

/** Poll interval (ms). */
const pollInterval = 1;

interface Subject {
  readonly cluster: Cluster;
  readonly spec: StarvationSpec;
  readonly clients: Clients;
  readonly random: () => number;
}

/** A block and its time (ms, by `performance.now()`). */
type Timed = KindOfBlock & { readonly from: number; readonly to: number };

export async function runStarvation(cluster: Cluster, spec: StarvationSpec): Promise<StarvationResult> {
  await cluster.start();
  const { leader } = await agreement(cluster);
  const observer = new Observer(spec.heartbeatInterval);
  await cluster.trace(observer.observe);
  const clients = new Clients(cluster, spec.commandEveryMs, leader);
  const running = clients.run();
  const subject = { cluster, spec, clients, random: seededRandom(spec.seed) };
  const blocks = await Promise.race([blockAll(subject), failure(running)]);
  clients.end();
  await running;
  await cluster.trace(null);
  const { commands, unanswered } = clients;
  const proof = await prove(cluster, commands);
  return {
    suite: 'starvation',
    blocks: blocks.map(({ role, ms, from, to }, i) => ({
      ...{ role, ms, tookMs: to - from },
      ...observer.effects(from, blocks[i + 1]?.from ?? Number.POSITIVE_INFINITY),
    })),
    latencies: spec.blocks.map(({ role, ms }) => {
      const own = blocks.filter((block) => block.role === role && block.ms === ms);
      return { role, ms, latencies: histogramOf(clients, own) };
    }),
    repeated: unanswered,
    // A command whose answer was lost with its leader may have been applied before it was proposed again.
    proof: { ...proof, expected: Math.min(Math.max(proof.applied[0]!, commands), commands + unanswered) },
  };
}

/** Rejects as soon as a client fails. */
async function failure(clients: Promise<void>): Promise<never> {
  await clients;
  throw new Error('the clients ended before the blocks did');
}

async function blockAll(subject: Subject): Promise<Timed[]> {
  const { spec, random } = subject;
  const kinds = spec.blocks.flatMap(({ role, ms, times }) => Array<KindOfBlock>(times).fill({ role, ms }));
  const blocks: Timed[] = [];
  await delay(spec.warmupMs);
  for (const kind of shuffled(kinds, random)) blocks.push(await blockOnce(subject, kind));
  return blocks;
}

/** Resolves when the cluster has recovered from it. */
async function blockOnce(subject: Subject, kind: KindOfBlock): Promise<Timed> {
  const { cluster, spec, clients, random } = subject;
  const leader = await leaderOfAll(cluster);
  const follower = oneOf(
    cluster.ids.filter((id) => id !== leader),
    random,
  );
  clients.via = kind.role === 'leader' ? follower : leader;
  await delay(random() * spec.restMs);
  const from = performance.now();
  if (kind.ms > 0) await cluster.block(kind.role === 'leader' ? leader : follower, kind.ms);
  else await delay(spec.controlMs);
  const to = performance.now();
  while (!clients.haveAnswersUntil(to)) await delay(pollInterval);
  return { ...kind, from, to };
}

function oneOf(ids: readonly ServerId[], random: () => number): ServerId {
  return ids[Math.floor(random() * ids.length)]!;
}

/** Resolves when all servers follow one leader. */
async function leaderOfAll(cluster: Cluster): Promise<ServerId> {
  for (;;) {
    const statuses = await Promise.all(cluster.ids.map((id) => cluster.status(id)));
    const leader = leaderOf(statuses);
    if (leader !== undefined && statuses.every((status) => status.leader === leader.id)) return leader.id;
    await delay(pollInterval);
  }
}

/** Latencies of the commands that became due during blocks. */
function histogramOf(clients: Clients, blocks: readonly Timed[]): string {
  const latencies = newLatencies();
  for (const { from, to } of blocks)
    for (const ms of clients.latenciesBetween(from, to)) record(latencies, 0, ms);
  return encode(latencies);
}
