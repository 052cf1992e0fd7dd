// A trial's process: reads its specification from standard input, runs one workload on one cluster, and writes the
// result as the last line of standard output. Whatever fails is one line on standard error and exit code 1.

import { text } from 'node:stream/consumers';
import type { Spec } from './protocol.ts';
import { clusters } from './trial/clusters.ts';
import { workloads } from './trial/workloads.ts';

async function runTrial(spec: Spec): Promise<string> {
  const { servers, electionTimeout, heartbeatInterval, seed } = spec;
  const loadWorkload = workloads[spec.suite];
  const loadCluster = clusters[spec.target];
  if (loadWorkload === undefined) throw new Error(`there is no workload for the suite ${spec.suite}`);
  if (loadCluster === undefined) throw new Error(`there is no cluster for the target ${spec.target}`);
  const [run, makeCluster] = await Promise.all([loadWorkload(), loadCluster()]);
  await using cluster = makeCluster({ servers, electionTimeout, heartbeatInterval, seed });
  return JSON.stringify(await run(cluster, spec));
}

try {
  process.stdout.write(`${await runTrial(JSON.parse(await text(process.stdin)))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
