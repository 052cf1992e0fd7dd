// A trial on @coaty/consensus.raft: reads its specification from standard input, runs the bench's own workload, and writes the
// result as the last line of standard output. A failure is one line on standard error and exit code 1.

import { text } from 'node:stream/consumers';
import type { Cluster } from '@three-ways/raft-cluster';
import type { Settings } from '@three-ways/raft-core';
import { realTime } from '@three-ways/raft-testkit/targets';
import type { ClusterSpec } from '../../src/suites/common/protocol.ts';
import { workloads } from '../../src/suites/workloads.ts';
import { CoatyCluster } from './cluster.ts';

const suites = ['throughput', 'memory'];

async function runTrial(spec: ClusterSpec): Promise<unknown> {
  if (!suites.includes(spec.suite)) throw new Error(`suite is ${spec.suite}: give ${suites.join(' or ')}`);
  const run = await workloads[spec.suite]!();
  return await run(newSubject, spec);
}

/** The workloads call no other methods than this cluster has. */
function newSubject(settings: Partial<Settings>) {
  return { cluster: new CoatyCluster(settings) as unknown as Cluster, time: realTime };
}

try {
  process.stdout.write(`${JSON.stringify(await runTrial(JSON.parse(await text(process.stdin))))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message.split('\n', 1)[0] : error}\n`);
  process.exitCode = 1;
}
