// Which cluster a TypeScript target is. Each is loaded only in its own trials, so that none weighs on another's memory.

import type { Cluster, Settings } from '@three-ways/raft-core';

type MakeCluster = (settings: Partial<Settings>) => Cluster;

export const clusters: Readonly<Record<string, () => Promise<MakeCluster>>> = {
  async: async () => {
    const { AsyncCluster } = await import('@three-ways/raft-async');
    return (settings) => new AsyncCluster(settings);
  },
  coroutines: async () => {
    const { CoroutineCluster } = await import('@three-ways/raft-coroutines');
    return (settings) => new CoroutineCluster(settings);
  },
  workers: async () => {
    const { WorkersCluster } = await import('@three-ways/raft-workers');
    return (settings) => new WorkersCluster(settings);
  },
};
