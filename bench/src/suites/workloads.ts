// Workloads by suite, apart from the suites' definitions: a trial loads neither schemas nor statistics.

import type { Cluster } from '@three-ways/raft-cluster';
import type { ClusterSpec, Result } from './common/protocol.ts';

type Workload = (cluster: Cluster, spec: ClusterSpec) => Promise<Result>;

export const workloads: Readonly<Record<string, () => Promise<Workload>>> = {
  election: async () => erased((await import('./election/workload.ts')).runElection),
  throughput: async () => erased((await import('./throughput/workload.ts')).runThroughput),
  memory: async () => erased((await import('./memory/workload.ts')).runMemory),
};

/** Sound because the harness has built the specification by the same suite's schema. */
function erased<S extends ClusterSpec>(workload: (cluster: Cluster, spec: S) => Promise<Result>): Workload {
  return workload as unknown as Workload;
}
