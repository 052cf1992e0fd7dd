// The simulator: seeds run without violation, deterministically, and the checker finds mistakes.

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runSeeds } from '../src/batch.ts';
import { describeState, digestOf } from '../src/digest.ts';
import { generate } from '../src/generate.ts';
import { record } from '../src/record.ts';
import { raftRules } from '../src/rules.ts';
import { type Action, noFaults, type Schedule } from '../src/schedule.ts';
import { readSchedule } from '../src/schedule-file.ts';
import { shrink } from '../src/shrink.ts';
import { Simulation } from '../src/simulation.ts';
import { transcriptOf } from '../src/transcript.ts';

const fixedSeeds = 300;
/** Time for fresh seeds (ms). */
const freshTime = 30_000;

describe('simulated rules', () => {
  it('keep every invariant in 300 fixed seeds', { timeout: 120_000 }, () => {
    expect(runSeeds(1, fixedSeeds).violations).toEqual([]);
  });

  it.each(['seed-2598584480', 'seed-3000017421'])('keep every invariant in %s, which failed once', (name) => {
    const schedule = readSchedule(fileURLToPath(new URL(`simulator/${name}.json`, import.meta.url)));
    expect(new Simulation(raftRules, schedule).run().violation).toBeNull();
  });

  it('recover in time where the only other voter lacks hundreds of entries, and takes them one by one', () => {
    expect(runSeeds(2316503066, 1).violations).toEqual([]);
  });

  it('keep every invariant in fresh seeds for half a minute', { timeout: 120_000 }, () => {
    const first = Math.floor(Math.random() * 0xf000_0000);
    let seed = first;
    for (const end = performance.now() + freshTime; performance.now() < end; seed += 20)
      expect(runSeeds(seed, 20).violations, 'replay it with pnpm sim --seed').toEqual([]);
    console.log(`simulated ${seed - first} fresh seeds: pnpm sim --from ${first} --seeds ${seed - first}`);
  });
});

describe('a seed', () => {
  it('gives the same transcript every time', () => {
    for (const seed of [5, 6, 7])
      expect(transcriptOf(raftRules, generate(seed)).join('\n')).toBe(
        transcriptOf(raftRules, generate(seed)).join('\n'),
      );
  });

  it('gives the same recorded calls every time', () => {
    expect(record(generate(11))).toEqual(record(generate(11)));
  });

  it('gives another transcript than the next seed', () => {
    expect(transcriptOf(raftRules, generate(5))).not.toEqual(transcriptOf(raftRules, generate(6)));
  });
});

describe('the checker', () => {
  /** Rules that grant every vote. */
  const grantAllVotes: typeof raftRules = {
    ...raftRules,
    receive: (raft, message) => {
      if (message.type === 'RequestVote' && message.term === raft.currentTerm) raft.votedFor = null;
      return raftRules.receive(raft, message);
    },
  };
  const failing = Array.from({ length: 50 }, (_, i) => generate(i + 1)).find(
    (schedule) => new Simulation(grantAllVotes, schedule).run().violation !== null,
  )!;

  it('finds a server that votes twice', () => {
    const { violation } = new Simulation(grantAllVotes, failing).run();
    expect(violation).toMatchObject({ invariant: 'one vote a term', seed: failing.seed });
  });

  it('finds servers that acknowledge entries before they are stable', () => {
    const unstable = { ...raftRules, mustBeStableBefore: () => false };
    const found = Array.from({ length: 20 }, (_, i) => new Simulation(unstable, generate(i + 1)).run());
    expect(found.some(({ violation }) => violation?.invariant === 'committed on a majority')).toBe(true);
  });

  it('reports an error thrown by the rules as a violation', () => {
    const broken = {
      ...raftRules,
      checkQuorum: () => {
        throw new TypeError('broken');
      },
    };
    const { violation } = new Simulation(broken, generate(5)).run();
    expect(violation?.invariant).toBe('rules accept what rules send');
  });

  it('finds a cluster that does not recover', () => {
    const { violation } = new Simulation({ ...raftRules, startElection: () => {} }, generate(5)).run();
    expect(violation?.invariant).toBe('liveness');
  });

  it('shrinks a failing schedule to one that violates the same invariant', { timeout: 120_000 }, () => {
    const shortest = shrink(grantAllVotes, failing, 500);
    const { violation } = new Simulation(grantAllVotes, shortest).run();
    expect(violation?.invariant).toBe('one vote a term');
    expect(shortest.actions.length).toBeLessThan(failing.actions.length / 2);
    expect(transcriptOf(grantAllVotes, shortest).at(-1)).toContain('VIOLATED');
  });
});

describe('a voter that loses its disk while the leader stays', () => {
  const given = {
    servers: 3,
    electionTimeout: [100, 200] as const,
    checkQuorum: true,
    snapshotThreshold: 30,
  };
  const base = { ...generate(1), settings: raftRules.settings(given), joiners: [], learners: [] };
  const quiet = {
    ...base,
    permanentlyDown: [],
    loadInterval: 5,
    diskLatency: 0,
    faults: noFaults,
    clockRates: [1, 1, 1],
  };
  const plain: Action = { type: 'plain', via: 0, forward: false };
  const commands = Array.from({ length: 200 }, (_, i) => ({ at: 400 + 10 * i, action: plain }));
  const change = (at: number, type: 'remove' | 'addLearner' | 'promote', server: number) => ({
    at,
    action: { type: 'change', change: { type, server } } as const,
  });
  const scheduleOf = (server: number): Schedule => {
    const loss = { at: 800, action: { type: 'loseDisk', server, downFor: 20 } as const };
    const again = (['remove', 'addLearner', 'promote'] as const).map((type, i) =>
      change(1200 + 200 * i, type, server),
    );
    return {
      ...quiet,
      actions: [...commands, loss, ...again].sort((a, b) => a.at - b.at),
      faultsEndAt: 2400,
    };
  };
  const followers = [1, 2, 3].filter((server) => {
    const sim = new Simulation(raftRules, { ...quiet, actions: [], faultsEndAt: 700 });
    sim.run();
    return sim.servers.get(server)!.raft.role === 'follower';
  });

  it.each(followers)('catches up once removed and added again: server %i', (server) => {
    const sim = new Simulation(raftRules, scheduleOf(server));
    expect(sim.run().violation).toBeNull();
    const leader = [...sim.servers.values()].find(({ raft }) => raft.role === 'leader')!;
    expect(leader.raft.configurations.at(-1)!.configuration.voters).toEqual([1, 2, 3]);
    expect(sim.servers.get(server)!.raft.lastApplied).toBeGreaterThan(200);
  });
});

describe('schedules', () => {
  const schedules = Array.from({ length: 300 }, (_, i) => generate(i + 1));

  it('promote no joiner that may lose its disk or stay down', () => {
    for (const { actions, learners, permanentlyDown } of schedules) {
      expect(learners).toEqual(expect.arrayContaining([...permanentlyDown]));
      for (const { action } of actions) {
        if (action.type === 'loseDisk') expect(learners).toContain(action.server);
        if (action.type !== 'change' || action.change.type !== 'promote') continue;
        expect(learners).not.toContain(action.change.server);
      }
    }
  });

  it('hold each kind of action, and load after the faults, in some of 300 seeds', () => {
    const kinds = new Set(schedules.flatMap(({ actions }) => actions.map(({ action }) => action.type)));
    expect([...kinds].sort()).toEqual(
      [
        ...['change', 'command', 'crash', 'crashAtWrite', 'cut', 'disk', 'heal', 'isolate', 'loseDisk'],
        ...['partition', 'plain', 'read', 'transfer', 'faults'],
      ].sort(),
    );
    expect(schedules.filter(({ loadInterval }) => loadInterval > 0).length).toBeGreaterThan(30);
    expect(schedules.filter(({ permanentlyDown }) => permanentlyDown.length > 0).length).toBeGreaterThan(5);
  });
});

describe('the digest of a state', () => {
  it('matches the example in README.md', () => {
    const raft = raftRules.newRaft(1, raftRules.settings({ servers: 3 }));
    expect(describeState(raft)).toBe('1|0|-|0|0|follower|-|0|0|0:0:|-|0=1,2,3;|-|0:-:0:0|;;0|-');
    expect(digestOf(raft)).toMatch(/^[0-9a-f]{8}$/);
  });
});
