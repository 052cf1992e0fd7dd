// A cluster under load: its peak, and what is left afterwards. The work is a number of commands and not a time, so that
// what is kept of them is the same in every runtime.

import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from '@three-ways/raft-cluster';
import type { ClientCommand } from '@three-ways/raft-core';
import { agreement } from '../common/agreement.ts';
import { peakRss, resetPeak } from '../common/process-memory.ts';
import { prove } from '../common/proof.ts';
import { proposeAll } from '../common/propose-all.ts';
import type { LoadResult, LoadSpec } from './protocol.ts';
import { type Collect, collectAll, read } from './reading.ts';

export async function runLoad(cluster: Cluster, spec: LoadSpec, collect: Collect): Promise<LoadResult> {
  const { target, commands } = spec;
  await cluster.start();
  const { leader } = await agreement(cluster);
  await delay(spec.settleMs);
  await collectAll(collect);
  const before = read(target);
  resetPeak();
  const started = performance.now();
  await proposeAll(cluster, {
    via: leader,
    clients: spec.outstanding,
    commands,
    commandOf: (number) => commandOf(number, spec),
  });
  const elapsedMs = performance.now() - started;
  const peakRssBytes = peakRss();
  await agreement(cluster);
  const after = read(target);
  await collectAll(collect);
  const collected = read(target);
  const proof = await prove(cluster, commands);
  return { suite: 'memory', part: 'load', elapsedMs, before, peakRssBytes, after, collected, proof };
}

function commandOf(number: number, { keys, valueBytes }: LoadSpec): ClientCommand {
  const name = String(number).padEnd(valueBytes, 'n').slice(0, valueBytes);
  return { type: 'set', id: `k${number % keys}`, name };
}
