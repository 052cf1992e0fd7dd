// A conformance test, and how it is run against a cluster through its contract.

import type { Cluster } from '@three-ways/raft-cluster';
import type { Settings } from '@three-ways/raft-core';

export interface ConformanceTest {
  /** The tested statement, under 100 characters. */
  readonly name: string;
  /** Settings beside the suite's own timing. */
  readonly settings?: Partial<Settings>;
  /** Gets a started cluster, which the runner stops, and a way to create others, which the test must stop. */
  readonly run: (cluster: Cluster, create: (settings: Partial<Settings>) => Cluster) => Promise<void>;
}

/** Timing (ms): short enough for a quick suite, long enough for a busy machine. */
const timing: Partial<Settings> = { electionTimeout: [300, 600], heartbeatInterval: 40 };

/** Creates and starts a cluster, runs the test, and stops the cluster in any case. */
export async function runConformanceTest(
  test: ConformanceTest,
  create: (settings: Partial<Settings>) => Cluster,
): Promise<void> {
  await using cluster = create({ ...timing, ...test.settings });
  await cluster.start();
  await test.run(cluster, create);
}
