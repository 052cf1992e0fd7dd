// Memory of an idle cluster: reachable bytes after a collection, and the resident set. Go's twin is
// go-reference/workloads/memory.go.

import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Cluster } from '@three-ways/raft-cluster';
import { agreement } from '../common/agreement.ts';
import { prove } from '../common/proof.ts';
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
  await nextTurn(); // finalizers run; the second collection takes what they freed
  collect();
  const { heapUsed, external, rss } = process.memoryUsage(); // `external` includes `arrayBuffers`
  return {
    suite: 'memory',
    liveBytes: heapUsed + external,
    rssBytes: rss,
    proof: await prove(cluster, 0),
  };
}
