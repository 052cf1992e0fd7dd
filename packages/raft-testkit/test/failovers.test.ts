// The time without a leader, against a model: followers draw election timeouts uniformly from the range, and the first to expire
// wins at once, because messages take no virtual time. Two thousand leaders crash for each range, a quarter under each setting of
// pre-vote and check-quorum, neither of which may cost time.

import type { Cluster } from '@three-ways/raft-cluster';
import { type Settings, seededRandom } from '@three-ways/raft-core';
import { describe, expect, it } from 'vitest';
import { type InVirtualTime, targets } from '../src/targets/targets.ts';
import { sleep, type Time } from '../src/targets/time.ts';

const servers = 5;
const heartbeatInterval = 30;
const failovers = 2_000;
const ranges = [
  [150, 300],
  [150, 200],
  [100, 400],
] as const;
const switches = [true, false].flatMap((preVote) =>
  [true, false].map((checkQuorum) => ({ preVote, checkQuorum })),
);

/** Times from a crashed leader's last heartbeat to the next election (ms); the crashes are at random times. */
async function failoverTimes({ cluster, time }: InVirtualTime, times: number): Promise<number[]> {
  const random = seededRandom(times);
  const seen = { heartbeat: 0, leader: 0, elected: 0 };
  await cluster.trace((event) => {
    if (event.type === 'deliver' && event.message.type === 'AppendEntries') seen.heartbeat = event.at;
    if (event.type !== 'role' || event.role !== 'leader') return;
    seen.leader = event.server;
    seen.elected = event.at - seen.heartbeat;
  });
  await cluster.start();
  const measured: number[] = [];
  for (let dead = 0; measured.length < times; ) {
    await following(cluster, time, () => seen.leader);
    await sleep(time, heartbeatInterval * (1 + random())); // all have heard a heartbeat, the same one last
    dead = seen.leader;
    await cluster.crash(dead);
    while (seen.leader === dead) await sleep(time, 10);
    measured.push(seen.elected);
    await cluster.restart(dead);
  }
  return measured;
}

/** Waits until all servers follow the leader. */
async function following(cluster: Cluster, time: Time, leader: () => number): Promise<void> {
  for (;;) {
    const seen = await Promise.all(cluster.ids.map((id) => cluster.status(id)));
    if (leader() > 0 && seen.every((one) => one.leader === leader())) return;
    await sleep(time, 10);
  }
}

/** The first timeout's expected quantile in the range, by rank. */
const followers = servers - 1;
const expected = {
  mean: 1 / (followers + 1),
  deviation: Math.sqrt(followers / (followers + 2)) / (followers + 1),
};
const distribution = (part: number) => 1 - (1 - part) ** followers;

/** Greatest distance between the measured distribution and the model's (Kolmogorov-Smirnov). */
function distanceFromModel(parts: readonly number[]): number {
  const distances = parts
    .toSorted((a, b) => a - b)
    .map((part, i) =>
      Math.max(distribution(part) - i / parts.length, (i + 1) / parts.length - distribution(part)),
    );
  return Math.max(...distances);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each(['async', 'coroutines'])('%s in virtual time', async (name) => {
  const create = (await targets[name]!()).createInVirtualTime!;

  const measure = async (settings: Partial<Settings>): Promise<number[]> => {
    const made = create({ servers, heartbeatInterval, ...settings });
    const measured = await made.time.run(failoverTimes(made, failovers / switches.length), 3_600_000);
    await made.time.run(made.cluster.stop(), 60_000);
    return measured;
  };

  it.each(ranges)(
    "replaces a leader when the first of its followers' timeouts of %i to %i ms expires",
    async (min, max) => {
      const parts: number[] = [];
      for (const [seed, settings] of switches.entries()) {
        const measured = await measure({ ...settings, electionTimeout: [min, max], seed });
        parts.push(...measured.map((ms) => (ms - min) / (max - min)));
      }
      expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
      // Four standard errors; and a distance that one correct run in a million exceeds.
      expect(Math.abs(mean(parts) - expected.mean)).toBeLessThan(
        (4 * expected.deviation) / Math.sqrt(failovers),
      );
      expect(distanceFromModel(parts)).toBeLessThan(2.69 / Math.sqrt(failovers));
    },
  );
});
