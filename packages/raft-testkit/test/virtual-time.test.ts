// The real servers of the runtimes that run in virtual time: deterministic runs, a thousand leaders that crash, fault schedules
// checked by their trace.

import { createHash } from 'node:crypto';
import type { Cluster, TraceEvent } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';
import { describe, expect, it } from 'vitest';
import { perform } from '../src/schedules/perform.ts';
import { generateSchedule } from '../src/schedules/schedule.ts';
import { TraceChecker } from '../src/schedules/trace-checker.ts';
import { targets } from '../src/targets/targets.ts';
import { sleep, type Time } from '../src/targets/time.ts';

/** A digest of all events of a run. */
class Digest {
  private readonly hash = createHash('sha256');

  readonly see = (event: TraceEvent): void => {
    this.hash.update(JSON.stringify(event));
  };

  toString(): string {
    return this.hash.digest('hex');
  }
}

/** Crashes one leader after the other; each restarts when its successor leads. */
async function crashLeaders(cluster: Cluster, time: Time, times: number): Promise<void> {
  await cluster.start();
  let crashedLeader: ServerId | null = null;
  for (let crashed = 0; crashed < times; crashed++) {
    const leader = await nextLeader(cluster, time, crashedLeader);
    if (crashedLeader !== null) await cluster.restart(crashedLeader);
    await cluster.crash(leader);
    crashedLeader = leader;
  }
}

async function nextLeader(cluster: Cluster, time: Time, crashedLeader: ServerId | null): Promise<ServerId> {
  for (;;) {
    for (const id of cluster.ids)
      if (id !== crashedLeader && (await cluster.status(id)).role === 'leader') return id;
    await sleep(time, 5);
  }
}

describe.each(['async', 'coroutines'])('%s in virtual time', async (name) => {
  const create = (await targets[name]!()).createInVirtualTime!;

  it('replaces a thousand crashed leaders within ten seconds, the same way every time', async () => {
    const begun = performance.now();
    const digests: string[] = [];
    for (let run = 0; run < 2; run++) {
      const { cluster, time, pending } = create({ servers: 5, seed: 7 });
      const [digest, checker] = [new Digest(), new TraceChecker()];
      await cluster.trace((event) => {
        digest.see(event);
        checker.see(event);
      });
      await time.run(crashLeaders(cluster, time, 1_000), 3_600_000);
      await time.run(cluster.stop(), 60_000);
      checker.judge();
      expect(checker.elections).toBeGreaterThanOrEqual(1_000);
      expect(pending()).toBe(0);
      digests.push(digest.toString());
    }
    expect(digests[1]).toBe(digests[0]);
    expect((performance.now() - begun) / 2).toBeLessThan(10_000);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('keeps every invariant through fault schedule %i', async (seed) => {
    const schedule = generateSchedule(seed, 10_000);
    const { cluster, time, pending } = create(schedule.settings);
    const { operations } = await perform(schedule, cluster, time);
    expect(operations.length).toBeGreaterThan(100);
    expect(pending()).toBe(0);
  });

  it('finds a call that never ends', async () => {
    const schedule = generateSchedule(1, 2_000);
    const { cluster, time } = create(schedule.settings);
    const { read } = cluster;
    cluster.read = (id, options) =>
      options.signal === undefined ? new Promise(() => {}) : read.call(cluster, id, options);
    await expect(perform(schedule, cluster, time)).rejects.toThrow(/after the faults not ended: .*"read"/);
  });

  it('repeats a fault schedule from its seed, event for event', async () => {
    const schedule = generateSchedule(42, 10_000);
    const digests: string[] = [];
    for (let run = 0; run < 2; run++) {
      const { cluster, time } = create(schedule.settings);
      const digest = new Digest();
      await perform(schedule, cluster, time, digest.see);
      digests.push(digest.toString());
    }
    expect(digests[1]).toBe(digests[0]);
  });
});
