// What a test of the suite is, and how one is run: against any cluster, through the contract alone.

import type { Cluster, Settings } from '@three-ways/raft-core';

export interface ConformanceTest {
  /** A sentence that the test proves. */
  readonly name: string;
  /** What the cluster is to be made with, beside the suite's own timing. */
  readonly settings?: Partial<Settings>;
  /** Gets a cluster that has been started, and need not stop it; and what makes another one, which it must stop. */
  readonly run: (cluster: Cluster, create: (settings: Partial<Settings>) => Cluster) => Promise<void>;
}

/** Short enough for a quick suite, long enough for a busy machine. In ms. */
const timing: Partial<Settings> = { electionTimeout: [300, 600], heartbeatInterval: 40 };

/** Makes a cluster for a test, runs the test, and stops the cluster whatever happens. */
export async function runConformanceTest(
  test: ConformanceTest,
  create: (settings: Partial<Settings>) => Cluster,
): Promise<void> {
  await using cluster = create({ ...timing, ...test.settings });
  await cluster.start();
  await test.run(cluster, create);
}
