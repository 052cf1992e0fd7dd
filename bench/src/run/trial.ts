// A trial's process: reads its specification from standard input, runs one workload on one cluster, and writes the
// result as the last line of standard output. A failure is one line on standard error and exit code 1. Only the target under
// test is loaded, so that no other counts in its memory.

import { text } from 'node:stream/consumers';
import { targets } from '@three-ways/raft-testkit/targets';
import type { ClusterSpec } from '../suites/common/protocol.ts';
import { workloads } from '../suites/workloads.ts';

async function runTrial(spec: ClusterSpec): Promise<string> {
  const { servers, electionTimeout, heartbeatInterval, seed } = spec;
  const loadWorkload = workloads[spec.suite];
  const loadTarget = targets[spec.target];
  if (loadWorkload === undefined) throw new Error(`unknown suite ${spec.suite}`);
  if (loadTarget === undefined) throw new Error(`unknown target ${spec.target}`);
  const [run, { create }] = await Promise.all([loadWorkload(), loadTarget()]);
  await using cluster = create({ servers, electionTimeout, heartbeatInterval, seed });
  return JSON.stringify(await run(cluster, spec));
}

try {
  process.stdout.write(`${await runTrial(JSON.parse(await text(process.stdin)))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
