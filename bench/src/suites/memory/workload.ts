// An idle cluster, measured: what is reachable after a collection, and what the operating system has given. Go's twin is
// in go-reference/cmd/trial.

import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Cluster } from '@three-ways/raft-core';
import { agreement } from '../agreement.ts';
import { prove } from '../proof.ts';
import type { MemoryResult, MemorySpec } from './protocol.ts';

/** @param collect a full garbage collection: Node's `gc`, which `--expose-gc` brings */
export async function runMemory(
  cluster: Cluster,
  spec: MemorySpec,
  collect: (() => void) | undefined = globalThis.gc,
): Promise<MemoryResult> {
  if (collect === undefined) throw new Error('the suite memory needs a Node started with --expose-gc');
  await cluster.start();
  await agreement(cluster);
  await delay(spec.settleMs);
  collect();
  await nextTurn(); // finalizers have their turn, and what they free goes with the second collection
  collect();
  const { heapUsed, external, rss } = process.memoryUsage(); // `external` includes `arrayBuffers`
  return {
    suite: 'memory',
    liveBytes: heapUsed + external,
    rssBytes: rss,
    proof: await prove(cluster, 0),
  };
}
