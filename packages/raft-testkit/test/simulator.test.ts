// The simulator: seeds without a violation, the same every time, and a checker that does find what is wrong.

import { fileURLToPath } from 'node:url';
import * as raftCore from '@three-ways/raft-core';
import { describe, expect, it } from 'vitest';
import { runSeeds } from '../src/simulator/batch.ts';
import { describeState, digestOf } from '../src/simulator/digest.ts';
import { generate } from '../src/simulator/generate.ts';
import { readKept } from '../src/simulator/schedule-file.ts';
import { record } from '../src/simulator/record.ts';
import { type Act, calm, type Schedule } from '../src/simulator/schedule.ts';
import { shrink } from '../src/simulator/shrink.ts';
import { Simulation } from '../src/simulator/simulation.ts';
import { tell } from '../src/simulator/transcript.ts';

const fixedSeeds = 300;
/** So long fresh seeds are run (ms). */
const freshTime = 30_000;

describe('the rules, simulated', () => {
  it('keep every invariant in a fixed few hundred seeds', { timeout: 120_000 }, () => {
    expect(runSeeds(1, fixedSeeds).violations).toEqual([]);
  });

  it.each(['seed-2598584480', 'seed-3000017421'])('keep every invariant in %s, which once failed', (name) => {
    const schedule = readKept(fileURLToPath(new URL(`simulator/${name}.json`, import.meta.url)));
    expect(new Simulation(raftCore, schedule).run().violation).toBeNull();
  });

  it('keep every invariant in as many fresh seeds as there is time for', { timeout: 120_000 }, () => {
    const first = Math.floor(Math.random() * 0xf000_0000);
    let seed = first;
    for (const end = performance.now() + freshTime; performance.now() < end; seed += 20)
      expect(runSeeds(seed, 20).violations, 'replay it with pnpm sim --seed').toEqual([]);
    console.log(`simulated ${seed - first} fresh seeds: pnpm sim --from ${first} --seeds ${seed - first}`);
  });
});

describe('a seed', () => {
  it('makes the same story every time, to the byte', () => {
    for (const seed of [5, 6, 7])
      expect(tell(raftCore, generate(seed)).join('\n')).toBe(tell(raftCore, generate(seed)).join('\n'));
  });

  it('makes the same recorded calls every time', () => {
    expect(record(generate(11))).toEqual(record(generate(11)));
  });

  it('makes another story than the next', () => {
    expect(tell(raftCore, generate(5))).not.toEqual(tell(raftCore, generate(6)));
  });
});

describe('the checker', () => {
  /** Rules in which every vote is granted. */
  const everybodyVotes: typeof raftCore = {
    ...raftCore,
    receive: (raft, message) => {
      if (message.type === 'RequestVote' && message.term === raft.currentTerm) raft.votedFor = null;
      return raftCore.receive(raft, message);
    },
  };
  const failing = Array.from({ length: 50 }, (_, i) => generate(i + 1)).find(
    (schedule) => new Simulation(everybodyVotes, schedule).run().violation !== null,
  )!;

  it('finds a server that votes twice', () => {
    const { violation } = new Simulation(everybodyVotes, failing).run();
    expect(violation).toMatchObject({ invariant: 'one vote a term', seed: failing.seed });
  });

  it('finds servers that acknowledge what is not stable', () => {
    const forgetful = { ...raftCore, mustBeStableBefore: () => false };
    const found = Array.from({ length: 20 }, (_, i) => new Simulation(forgetful, generate(i + 1)).run());
    expect(found.some(({ violation }) => violation?.invariant === 'committed on a majority')).toBe(true);
  });

  it('calls what the rules throw a violation', () => {
    const broken = {
      ...raftCore,
      checkQuorum: () => {
        throw new TypeError('broken');
      },
    };
    const { violation } = new Simulation(broken, generate(5)).run();
    expect(violation?.invariant).toBe('rules accept what rules send');
  });

  it('finds a cluster that does not come back to life', () => {
    const { violation } = new Simulation({ ...raftCore, startElection: () => {} }, generate(5)).run();
    expect(violation?.invariant).toBe('liveness');
  });

  it('makes a failing schedule short, and the short one fails alike', { timeout: 120_000 }, () => {
    const shortest = shrink(everybodyVotes, failing, 500);
    const { violation } = new Simulation(everybodyVotes, shortest).run();
    expect(violation?.invariant).toBe('one vote a term');
    expect(shortest.acts.length).toBeLessThan(failing.acts.length / 2);
    expect(tell(everybodyVotes, shortest).at(-1)).toContain('VIOLATED');
  });
});

describe('a voter that loses its disk while the leader stays', () => {
  const given = {
    servers: 3,
    electionTimeout: [100, 200] as const,
    checkQuorum: true,
    snapshotThreshold: 30,
  };
  const base = { ...generate(1), settings: raftCore.settings(given), joiners: [], learners: [] };
  const quiet = { ...base, downForGood: [], load: 5, diskLatency: 0, weather: calm, clockRates: [1, 1, 1] };
  const plain: Act = { act: 'plain', via: 0, forward: false };
  const commands = Array.from({ length: 200 }, (_, i) => ({ at: 400 + 10 * i, does: plain }));
  const change = (at: number, type: 'remove' | 'addLearner' | 'promote', server: number) => ({
    at,
    does: { act: 'change', change: { type, server } } as const,
  });
  const scheduleOf = (server: number): Schedule => {
    const loss = { at: 800, does: { act: 'loseDisk', server, downFor: 20 } as const };
    const again = (['remove', 'addLearner', 'promote'] as const).map((type, i) =>
      change(1200 + 200 * i, type, server),
    );
    return { ...quiet, acts: [...commands, loss, ...again].sort((a, b) => a.at - b.at), calmAt: 2400 };
  };
  const followers = [1, 2, 3].filter((server) => {
    const sim = new Simulation(raftCore, { ...quiet, acts: [], calmAt: 700 });
    sim.run();
    return sim.servers.get(server)!.raft.role === 'follower';
  });

  it.each(followers)('catches up once it is removed and added again: server %i', (server) => {
    const sim = new Simulation(raftCore, scheduleOf(server));
    expect(sim.run().violation).toBeNull();
    const leader = [...sim.servers.values()].find(({ raft }) => raft.role === 'leader')!;
    expect(leader.raft.configurations.at(-1)!.configuration.voters).toEqual([1, 2, 3]);
    expect(sim.servers.get(server)!.raft.lastApplied).toBeGreaterThan(200);
  });
});

describe('schedules', () => {
  const schedules = Array.from({ length: 300 }, (_, i) => generate(i + 1));

  it('promote no joiner that may lose its disk or stay down for good', () => {
    for (const { acts, learners, downForGood } of schedules) {
      expect(learners).toEqual(expect.arrayContaining([...downForGood]));
      for (const { does } of acts) {
        if (does.act === 'loseDisk') expect(learners).toContain(does.server);
        if (does.act !== 'change' || does.change.type !== 'promote') continue;
        expect(learners).not.toContain(does.change.server);
      }
    }
  });

  it('hold each kind of act, and clients that go on after the faults, in a few of a hundred seeds', () => {
    const kinds = new Set(schedules.flatMap(({ acts }) => acts.map(({ does }) => does.act)));
    expect([...kinds].sort()).toEqual(
      [
        ...['change', 'command', 'crash', 'crashAtWrite', 'cut', 'disk', 'heal', 'isolate', 'loseDisk'],
        ...['partition', 'plain', 'read', 'transfer', 'weather'],
      ].sort(),
    );
    expect(schedules.filter(({ load }) => load > 0).length).toBeGreaterThan(30);
    expect(schedules.filter(({ downForGood }) => downForGood.length > 0).length).toBeGreaterThan(5);
  });
});

describe('the digest of a state', () => {
  it('is that of the example in README.md', () => {
    const raft = raftCore.newRaft(1, raftCore.settings({ servers: 3 }));
    expect(describeState(raft)).toBe('1|0|-|0|0|follower|-|0|0|0:0:|-|0=1,2,3;|-|0:-:0:0|;;0|-');
    expect(digestOf(raft)).toMatch(/^[0-9a-f]{8}$/);
  });
});
