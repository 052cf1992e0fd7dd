// Workloads by suite, apart from the suites' definitions: a trial loads neither schemas nor statistics.

import type { Cluster } from '@three-ways/raft-cluster';
import type { ClusterSpec, Result } from './common/protocol.ts';
import { type NewSubject, settingsOf } from './common/subject.ts';

type Workload = (newSubject: NewSubject, spec: ClusterSpec) => Promise<Result>;

export const workloads: Readonly<Record<string, () => Promise<Workload>>> = {
  election: async () => erased((await import('./election/workload.ts')).runElection),
  throughput: async () => erased(onOneCluster((await import('./throughput/workload.ts')).runThroughput)),
  'hand-offs': async () => erased(onOneCluster((await import('./hand-offs/workload.ts')).runHandOffs)),
  starvation: async () => erased(onOneCluster((await import('./starvation/workload.ts')).runStarvation)),
  memory: async () => erased((await import('./memory/workload.ts')).runMemory),
};

function onOneCluster<S extends ClusterSpec>(run: (cluster: Cluster, spec: S) => Promise<Result>) {
  return async (newSubject: NewSubject, spec: S): Promise<Result> => {
    await using cluster = newSubject(settingsOf(spec)).cluster;
    return await run(cluster, spec);
  };
}

/** Sound because the harness has built the specification by the same suite's schema. */
function erased<S extends ClusterSpec>(
  workload: (newSubject: NewSubject, spec: S) => Promise<Result>,
): Workload {
  return workload as unknown as Workload;
}
