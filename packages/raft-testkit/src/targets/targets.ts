// The implementations that tests and schedules run against, by name. Each is loaded, and Go's built, only on demand.

import { UsageError } from '@three-ways/command-line/usage-error';
import type { Cluster } from '@three-ways/raft-cluster';
import type { Settings } from '@three-ways/raft-core';
import { type Time, virtualTime } from './time.ts';

export { realTime, sleep, type Time } from './time.ts';

/** A cluster that has not been started, and its virtual time. */
export interface InVirtualTime {
  readonly cluster: Cluster;
  readonly time: Time;
  /** Number of timers set. */
  readonly pending: () => number;
}

export interface Target {
  readonly create: (settings: Partial<Settings>) => Cluster;
  /** Undefined for threads, which can't run in virtual time, and for Go, which does so in its own tests. */
  readonly createInVirtualTime?: (settings: Partial<Settings>) => InVirtualTime;
}

/** A target that is missing on this machine; the message says what it needs. */
export class TargetMissing extends UsageError {
  override readonly name = 'TargetMissing';
}

/** @throws TargetMissing */
export const targets: Readonly<Record<string, () => Promise<Target>>> = {
  async async() {
    return asyncTarget(await import('@three-ways/raft-async'), await import('@three-ways/raft-in-process'));
  },

  async coroutines() {
    return coroutinesTarget(
      await import('@three-ways/raft-coroutines'),
      await import('@three-ways/greenlet'),
    );
  },

  async workers() {
    const { WorkersCluster } = await import('@three-ways/raft-workers');
    return { create: (settings) => new WorkersCluster(settings) };
  },

  async go() {
    const { binFolder, buildGoCommands, findGo, GoCluster, goFolder } = await import('@three-ways/raft-go');
    const go = await findGo(goFolder);
    if (!go.found) throw new TargetMissing(go.reason);
    await explained(buildGoCommands(goFolder));
    return { create: (settings) => new GoCluster(`${binFolder(goFolder)}/cluster`, settings) };
  },
};

/** A build of Go's commands whose failure is the user's to mend. @throws UsageError */
export function explained(build: Promise<void>): Promise<void> {
  return build.catch((error: Error) => {
    throw new UsageError(error.message);
  });
}

/** A target's name in tables, and the language of its program. */
export interface Label {
  readonly title: string;
  readonly language: 'TypeScript' | 'Go';
  /** Each server has a heap of its own: the main thread's count does not cover them. */
  readonly ownHeaps?: true;
}

/** Labels of the targets, in the order of measurements and tables. */
export const labels: Readonly<Record<string, Label>> = {
  async: { title: 'TypeScript async', language: 'TypeScript' },
  coroutines: { title: 'TypeScript coroutines', language: 'TypeScript' },
  workers: { title: 'TypeScript workers', language: 'TypeScript', ownHeaps: true },
  go: { title: 'Go goroutines', language: 'Go' },
};

/** Target of the async runtime or a copy of it. */
export function asyncTarget(
  { AsyncCluster }: typeof import('@three-ways/raft-async'),
  { VirtualClock }: typeof import('@three-ways/raft-in-process'),
): Target {
  return {
    create: (settings) => new AsyncCluster(settings),
    createInVirtualTime(settings) {
      const clock = new VirtualClock();
      const cluster = new AsyncCluster(settings, clock);
      return { cluster, time: virtualTime(clock), pending: () => clock.pending };
    },
  };
}

/** Target of the coroutine runtime or a copy of it. */
export function coroutinesTarget(
  { CoroutineCluster }: typeof import('@three-ways/raft-coroutines'),
  { VirtualHub }: typeof import('@three-ways/greenlet'),
): Target {
  return {
    create: (settings) => new CoroutineCluster(settings),
    createInVirtualTime(settings) {
      const hub = new VirtualHub();
      const cluster = new CoroutineCluster(settings, hub);
      const time = virtualTime({
        now: () => hub.now(),
        after: (ms, callback) => hub.after(ms, callback),
        runUntil: (condition, ms) => hub.runUntilAsync(condition, ms),
      });
      return { cluster, time, pending: () => hub.pendingTimers };
    },
  };
}
