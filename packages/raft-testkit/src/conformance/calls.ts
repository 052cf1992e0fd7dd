// The calls of a cluster by what they need; life-cycle.ts makes them in each of its phases.

import type { Cluster } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';
import { set } from '../observation/observe.ts';

export type Calls = Readonly<Record<string, (cluster: Cluster) => Promise<unknown>>>;

/** Requests of clients: they can be aborted. */
export const requests: Readonly<
  Record<string, (cluster: Cluster, signal: AbortSignal | undefined, id: ServerId) => Promise<unknown>>
> = {
  propose: (c, signal, via) => c.propose(set('1', 'Ada'), { via, ...(signal && { signal }) }),
  'stale read': (c, signal, via) => c.read('1', { consistency: 'stale', via, ...(signal && { signal }) }),
  read: (c, signal, via) => c.read('1', { consistency: 'linearizable', via, ...(signal && { signal }) }),
  transfer: (c, signal, to) => c.transfer(to, signal && { signal }),
  change: (c, signal, server) => c.change({ type: 'remove', server }, signal && { signal }),
};

/** Calls that need a started cluster. */
export const needStart: Calls = {
  ...Object.fromEntries(
    Object.entries(requests).map(([name, ask]) => [name, (c: Cluster) => ask(c, undefined, 1)]),
  ),
  status: (c) => c.status(1),
  digest: (c) => c.digest(1),
  launch: (c) => c.launch(),
  crash: (c) => c.crash(1),
  restart: (c) => c.restart(1),
  block: (c) => c.block(1, 0),
};

/** Calls that may precede the start. */
export const needNoStop: Calls = {
  start: (c) => c.start(),
  partition: (c) => c.partition([[1]]),
  heal: (c) => c.heal(),
  faults: (c) => c.faults({ drop: 0.1 }),
  trace: (c) => c.trace(() => {}),
};

/** Calls that name a server that does not exist. */
export const strangers: Calls = {
  ...Object.fromEntries(
    Object.entries(requests).map(([name, ask]) => [name, (c: Cluster) => ask(c, AbortSignal.abort(), 9)]),
  ),
  status: (c) => c.status(9),
  digest: (c) => c.digest(9),
  crash: (c) => c.crash(9),
  restart: (c) => c.restart(9),
  block: (c) => c.block(9, 0),
  partition: (c) => c.partition([[1, 9]]),
};
