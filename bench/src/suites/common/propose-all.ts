// A closed loop over a number of commands, for suites that measure what these cause and not how many there are in a time. Go's
// twin is go-reference/workloads/propose_all.go.

import type { Cluster } from '@three-ways/raft-cluster';
import type { ClientCommand, ServerId } from '@three-ways/raft-core';

interface Proposals {
  readonly via: ServerId;
  /** Clients, each of which has one proposal under way. */
  readonly clients: number;
  /** Commands of all clients together. */
  readonly commands: number;
  /** The command of a number, from 0. */
  readonly commandOf: (number: number) => ClientCommand;
}

/** Proposes the commands, which the clients share among them; resolves when all are answered. */
export async function proposeAll(
  cluster: Cluster,
  { via, clients, commands, commandOf }: Proposals,
): Promise<void> {
  let proposed = 0;
  const client = async () => {
    while (proposed < commands) await cluster.propose(commandOf(proposed++), { via });
  };
  await Promise.all(Array.from({ length: clients }, client));
}
