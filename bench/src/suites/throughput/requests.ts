// What the clients of a throughput trial ask, built before the clock runs: a request in the loop costs no string. Go's twin
// is go-reference/workloads/requests.go.

import type { Cluster } from '@three-ways/raft-cluster';
import type { Answer, ClientCommand, ServerId } from '@three-ways/raft-core';
import type { ThroughputSpec } from './protocol.ts';

/**
 * Names that an id is set to in turn, so that servers that applied the same commands in another order would show another
 * digest.
 */
const namesPerKey = 4;

/** The requests of a trial, by their positions in a cycle. */
export interface Requests {
  readonly count: number;
  readonly ask: (position: number) => Promise<Answer>;
  /** The answers that reads must get; null for proposals, whose proof is the digests. */
  readonly expected: readonly string[] | null;
}

/** The requests, and how many proposals prepared them: a read finds its id set. */
export async function prepareRequests(
  cluster: Cluster,
  via: ServerId,
  spec: ThroughputSpec,
): Promise<{ requests: Requests; proposed: number }> {
  if (spec.operation === 'propose') return { requests: proposalsTo(cluster, via, spec), proposed: 0 };
  const commands = commandsOf(spec, spec.keys);
  await Promise.all(commands.map((command) => cluster.propose(command, { via })));
  return { requests: readsFrom(cluster, via, spec, commands), proposed: commands.length };
}

function proposalsTo(cluster: Cluster, via: ServerId, spec: ThroughputSpec): Requests {
  const commands = commandsOf(spec, spec.keys * namesPerKey);
  const options = { via };
  const ask = (position: number) => cluster.propose(commands[position]!, options);
  return { count: commands.length, ask, expected: null };
}

function readsFrom(
  cluster: Cluster,
  via: ServerId,
  { operation }: ThroughputSpec,
  commands: readonly SetCommand[],
): Requests {
  const options = { via, consistency: operation === 'read-stale' ? 'stale' : 'linearizable' } as const;
  const ids = commands.map(({ id }) => id);
  const ask = (position: number) => cluster.read(ids[position]!, options);
  return { count: ids.length, ask, expected: commands.map(({ name }) => name) };
}

/** An error if a read was answered with another name than the one that was set. */
export function wrongAnswer({ expected }: Requests, position: number, answer: Answer): Error | null {
  if (expected === null || answer === expected[position]) return null;
  return new Error(`a read was answered with ${answer}, not ${expected[position]}`);
}

type SetCommand = ClientCommand & { readonly type: 'set' };

function commandsOf({ keys, valueBytes }: ThroughputSpec, count: number): SetCommand[] {
  return Array.from({ length: count }, (_, i) => ({
    type: 'set',
    id: `k${i % keys}`,
    name: String(i).padEnd(valueBytes, 'n').slice(0, valueBytes),
  }));
}
