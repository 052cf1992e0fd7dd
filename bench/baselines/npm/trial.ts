// A trial on @coaty/consensus.raft: reads its specification from standard input, runs the bench's own workload, and writes the
// result as the last line of standard output. A failure is one line on standard error and exit code 1.

import { text } from 'node:stream/consumers';
import type { Cluster } from '@three-ways/raft-cluster';
import { settingsOf } from '../../src/suites/common/subject.ts';
import { memorySpecSchema } from '../../src/suites/memory/protocol.ts';
import { runMemory } from '../../src/suites/memory/workload.ts';
import { throughputSpecSchema } from '../../src/suites/throughput/protocol.ts';
import { runThroughput } from '../../src/suites/throughput/workload.ts';
import { CoatyCluster } from './cluster.ts';

async function runTrial(given: { readonly suite?: unknown }): Promise<unknown> {
  if (given.suite === 'memory') {
    const spec = memorySpecSchema.parse(given);
    return on(newCluster(settingsOf(spec)), (cluster) => runMemory(cluster, spec));
  }
  const spec = throughputSpecSchema.parse(given);
  const { snapshotThreshold } = spec;
  return on(newCluster({ ...settingsOf(spec), snapshotThreshold }), (cluster) => runThroughput(cluster, spec));
}

/** The workloads call no other methods than it has. */
function newCluster(settings: ConstructorParameters<typeof CoatyCluster>[0]): Cluster {
  return new CoatyCluster(settings) as unknown as Cluster;
}

async function on<T>(cluster: Cluster, run: (cluster: Cluster) => Promise<T>): Promise<T> {
  try {
    return await run(cluster);
  } finally {
    await cluster.stop();
  }
}

try {
  process.stdout.write(`${JSON.stringify(await runTrial(JSON.parse(await text(process.stdin))))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message.split('\n', 1)[0] : error}\n`);
  process.exitCode = 1;
}
