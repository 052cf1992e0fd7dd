// A trial on real etcd servers: reads its specification from standard input, runs the bench's own workload, and writes the
// result as the last line of standard output. A failure is one line on standard error and exit code 1.

import { text } from 'node:stream/consumers';
import type { Cluster } from '@three-ways/raft-cluster';
import { type ThroughputSpec, throughputSpecSchema } from '../../src/suites/throughput/protocol.ts';
import { ownCpuTime, runThroughput } from '../../src/suites/throughput/workload.ts';
import { EtcdCluster } from './cluster.ts';

const signals = ['SIGTERM', 'SIGINT'] as const;

async function runTrial(spec: ThroughputSpec): Promise<string> {
  const cluster = new EtcdCluster(spec);
  const abandon = () => cluster.abandon();
  process.once('exit', abandon);
  for (const signal of signals) process.once(signal, () => process.exit(1));
  try {
    const cpuTime = () => {
      const [own, members] = [ownCpuTime(), cluster.cpuMs()];
      return { user: own.user + members.user, system: own.system + members.system };
    };
    // The workload calls no other methods.
    return JSON.stringify(await runThroughput(cluster as unknown as Cluster, spec, cpuTime));
  } finally {
    await cluster.stop();
    process.off('exit', abandon);
  }
}

try {
  const { data, error } = throughputSpecSchema.safeParse(JSON.parse(await text(process.stdin)));
  if (error) throw new Error(`invalid specification: ${error.issues[0]!.message}`);
  process.stdout.write(`${await runTrial(data)}\n`);
  process.exit(0); // standard input no longer keeps it
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
