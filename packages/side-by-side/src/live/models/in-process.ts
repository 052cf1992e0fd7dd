// The real raft-async and raft-coroutines on a virtual clock.

import { VirtualHub } from '@three-ways/greenlet';
import { AsyncCluster } from '@three-ways/raft-async';
import type { Message, TraceEvent } from '@three-ways/raft-cluster';
import type { Settings } from '@three-ways/raft-core';
import { CoroutineCluster } from '@three-ways/raft-coroutines';
import { type Network, VirtualClock } from '@three-ways/raft-in-process';
import type { Machine, Watcher } from '../engine/machine.ts';
import { watchLines } from './lines.ts';

interface Driven {
  readonly cluster: AsyncCluster | CoroutineCluster;
  readonly network: Network;
  readonly clock: { now(): number; after(ms: number, callback: () => void): unknown };
  /** Runs for a time (ms). */
  readonly runFor: (ms: number) => Promise<unknown>;
}

class OpenAsyncCluster extends AsyncCluster {
  /** The network, to interfere with messages. */
  get openNetwork(): Network {
    return this.network;
  }
}

class OpenCoroutineCluster extends CoroutineCluster {
  /** The network, to interfere with messages. */
  get openNetwork(): Network {
    return this.network;
  }
}

export function asyncMachine(settings: Partial<Settings>, watcher: Watcher): Promise<Machine> {
  const clock = new VirtualClock();
  const cluster = new OpenAsyncCluster(settings, clock);
  return drive({ cluster, network: cluster.openNetwork, clock, runFor: (ms) => clock.run(ms) }, watcher);
}

export function coroutinesMachine(settings: Partial<Settings>, watcher: Watcher): Promise<Machine> {
  const hub = new VirtualHub();
  const cluster = new OpenCoroutineCluster(settings, hub);
  const runFor = (ms: number) => hub.runUntilAsync(() => false, ms);
  return drive({ cluster, network: cluster.openNetwork, clock: hub, runFor }, watcher);
}

async function drive({ cluster, network, clock, runFor }: Driven, watcher: Watcher): Promise<Machine> {
  watchLines(watcher);
  const numbers = new Map<Message, number>();
  /** Messages that have been delayed: each once. */
  const late = new Set<number>();
  let sent = 0;
  await cluster.trace((event) => watcher.event(event, numberOf(event)));

  function numberOf(event: TraceEvent): number {
    if (!('message' in event)) return 0;
    if (event.type !== 'send') {
      const number = numbers.get(event.message) ?? 0;
      numbers.delete(event.message);
      return number;
    }
    sent += 1;
    numbers.set(event.message, sent);
    return sent;
  }

  return {
    cluster,
    now: () => clock.now(),
    after: (ms, callback) => void clock.after(ms, callback),
    async advanceTo(time) {
      watchLines(watcher);
      await runFor(Math.max(0, time - clock.now()));
    },
    interfere({ cuts, dropped, delayed }) {
      const delays = new Map(delayed);
      network.intercept = (message) => {
        const number = numbers.get(message) ?? 0;
        if (dropped.includes(number) || cuts.includes(`${message.from}>${message.to}`)) return false;
        const delay = delays.get(number);
        if (delay === undefined || late.has(number)) return true;
        late.add(number);
        return delay;
      };
    },
  };
}
