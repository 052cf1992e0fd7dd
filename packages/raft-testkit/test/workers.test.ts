// The conformance suite on threads, fault schedules in real time, and the order of the trace of events on many threads. A cluster
// is three threads or more that wait most of the time, so three tests run at once; more would make heartbeats late.

import { WorkersCluster, type WorkersOptions } from '@three-ways/raft-workers';
import { describe, expect, it, vi } from 'vitest';
import { conformance } from '../src/conformance/suite.ts';
import { runConformanceTest } from '../src/conformance/test.ts';
import { agreement, leaderOf, others, set } from '../src/observation/observe.ts';
import { perform } from '../src/schedules/perform.ts';
import { generateSchedule } from '../src/schedules/schedule.ts';
import { TraceChecker } from '../src/schedules/trace-checker.ts';
import { realTime } from '../src/targets/time.ts';

vi.setConfig({ maxConcurrency: 3 });

const transports: readonly NonNullable<WorkersOptions['transport']>[] = ['rings', 'postMessage'];

/** One test of each chapter, for the transport that exists for comparison. */
const handful =
  /^(when the leader dies|commands proposed at once|a linearizable read sees|a cluster grows|a cluster that died)/;

describe.each(transports)('raft-workers by %s', (transport) => {
  const tests = conformance.filter(({ name }) => transport === 'rings' || handful.test(name));

  it.concurrent.each(tests.map((test) => [test.name, test] as const))(
    '%s',
    async (_name, test) => {
      await runConformanceTest(test, (settings) => new WorkersCluster(settings, { transport }));
    },
    60_000,
  );

  it('orders the events of its trace causally, under load and across a crash of its leader', async () => {
    const checker = new TraceChecker();
    await using cluster = new WorkersCluster({}, { transport });
    let at = 0;
    await cluster.trace((event) => {
      checker.see(event);
      expect(event.at).toBeGreaterThanOrEqual(at);
      at = event.at;
    });
    await cluster.start();
    for (let round = 0; round < 3; round++) {
      const via = await leaderOf(cluster);
      const load = Promise.allSettled(
        Array.from({ length: 2000 }, (_, i) => cluster.propose(set(`${i}`, `name ${round}`), { via })),
      );
      if (round > 0) await load;
      await cluster.crash(via);
      await load;
      await leaderOf(cluster, others(cluster, via));
      await cluster.restart(via);
    }
    await agreement(cluster);
    await cluster.trace(null);
    checker.judge();
    expect(checker.elections).toBeGreaterThanOrEqual(4);
    expect(checker.events).toBeGreaterThan(2_000);
  });

  it.each(transport === 'rings' ? [1, 2, 3] : [4])(
    'keeps every invariant through fault schedule %i, in real time',
    async (seed) => {
      const schedule = generateSchedule(seed, 3_000);
      const cluster = new WorkersCluster(schedule.settings, { transport });
      const { operations } = await perform(schedule, cluster, realTime);
      expect(operations.length).toBeGreaterThan(10);
    },
    60_000,
  );
});
