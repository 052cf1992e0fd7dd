// From a seed to a schedule. Each seed turns on a random subset of the kinds of faults, and draws how violent they are
// (swarm testing: a mix of everything hides what one kind alone would find).

import { type ConfigurationChange, type ServerId, type Settings, settings } from '@three-ways/raft-core';
import { Draw } from '../draw.ts';
import { type Around, anyServer, downFor, type Kind } from './action-kinds.ts';
import { scenarios } from './scenarios.ts';
import { type Act, calm, type Schedule, type ScheduledAct, type Weather } from './schedule.ts';

export function generate(seed: number): Schedule {
  const draw = new Draw(Math.imul(seed, 0x9e3779b1) >>> 0);
  const chosen = settingsOf(draw, seed);
  const joiners = draw.chance(chosen.servers === 1 ? 0.9 : 0.35) ? draw.integer(1, 2) : 0;
  const size = chosen.servers + joiners;
  const calmAt = draw.between(8, 30) * chosen.electionTimeout[1];
  const weather = draw.chance(0.5) ? weatherOf(draw, chosen) : calm;
  const drifts = draw.chance(0.5);
  const learners = draw.chance(0.5) ? draw.integer(0, joiners) : 0;
  const learnersOnly = idsUpTo(size, learners);
  // Where the log keeps little for a follower, one that is slow may never catch up with clients that go on.
  const load = chosen.catchUpEntries > 1000 && draw.chance(0.3) ? draw.between(1.5, 8) : 0;
  const around = {
    ...{ settings: chosen, size, joiners, learners, timeout: chosen.electionTimeout[1] },
  };
  return {
    seed,
    settings: chosen,
    joiners: idsUpTo(size, joiners),
    learners: learnersOnly,
    downForGood: learnersOnly.filter(() => draw.chance(0.4)),
    load,
    clockRates: Array.from({ length: size }, () => (drifts ? draw.between(0.7, 1.4) : 1)),
    diskLatency: draw.chance(0.4)
      ? draw.between(0.5, chosen.electionTimeout[0] * draw.oneOf([0.1, 0.3, 1]))
      : 0,
    weather,
    applyBatch: draw.oneOf([1, 3, 4096, 4096]),
    acts: [...actsOf(draw, around, calmAt), ...lateLaggard(draw, around, calmAt, load)].sort(
      (a, b) => a.at - b.at,
    ),
    calmAt,
  };
}

function settingsOf(draw: Draw, seed: number): Settings {
  const min = draw.oneOf([50, 100, 150]);
  return settings({
    seed,
    servers: draw.oneOf([1, 2, 3, 3, 3, 3, 3, 4, 5, 5, 5, 6, 7]),
    electionTimeout: [min, min * draw.oneOf([1.3, 2, 2, 3])],
    maxEntriesPerMessage: draw.oneOf([1, 2, 3, 8, 1024]),
    maxMessagesInFlight: draw.oneOf([1, 2, 16, 256]),
    maxBytesInFlight: draw.oneOf([40, 200, 2 ** 24]),
    maxUncommitted: draw.oneOf([2, 8, 64, 65_536]),
    preVote: draw.chance(0.6),
    checkQuorum: draw.chance(0.6),
    snapshotThreshold: draw.chance(0.5) ? draw.oneOf([1, 4, 10, 30]) : 0,
    ...(draw.chance(0.3) ? { trailingEntries: draw.oneOf([0, 1, 5, 50]) } : {}),
    ...(draw.chance(0.15) ? { catchUpEntries: draw.oneOf([0, 5, 20]) } : {}),
    snapshotChunk: draw.oneOf([7, 64, 64, 1024, 65_536]),
    maxSessions: draw.oneOf([1, 3, 10_000, 10_000]),
  });
}

function weatherOf(draw: Draw, { electionTimeout: [min] }: Settings): Weather {
  return {
    drop: draw.chance(0.5) ? draw.between(0, 0.3) : 0,
    delay: draw.between(0.2, min / 20),
    jitter: draw.chance(0.5) ? draw.between(0, min / 4) : 1,
    duplicate: draw.chance(0.5) ? draw.between(0, 0.3) : 0,
    reorder: draw.chance(0.5) ? draw.between(0, 0.5) : 0,
    late: draw.chance(0.5) ? draw.between(0, 0.1) : 0,
  };
}

const kinds: readonly Kind[] = [
  { probability: 0.95, every: [0.05, 0.6], make: (draw, around) => [commandOf(draw, around)] },
  { probability: 0.5, every: [0.1, 1], make: (draw, around) => [plainOf(draw, around)] },
  {
    probability: 0.6,
    every: [0.1, 0.8],
    make: (draw, around) => [{ act: 'read', via: anyServer(draw, around) }],
  },
  { probability: 0.5, every: [1, 6], make: (draw, around) => [crashOf(draw, around)] },
  { probability: 0.5, every: [0.7, 5], make: (draw, around) => [crashAtWriteOf(draw, around)] },
  { probability: 0.35, every: [1, 6], make: partitioned },
  { probability: 0.3, every: [0.5, 4], make: cutOff },
  {
    probability: 0.35,
    every: [1, 5],
    make: (draw, { settings }) => [{ act: 'weather', weather: weatherOf(draw, settings) }],
  },
  { probability: 0.3, every: [1, 6], make: slowDisk },
  {
    probability: 0.3,
    every: [1, 5],
    make: (draw, { size }) => [{ act: 'transfer', to: draw.integer(1, size) }],
  },
  {
    probability: 0.4,
    every: [0.3, 3],
    make: (draw, around) => [{ act: 'change', change: changeOf(draw, around) }],
  },
  ...scenarios,
];

function actsOf(draw: Draw, around: Around, calmAt: number): ScheduledAct[] {
  const { timeout } = around;
  const acts: ScheduledAct[] = [];
  for (const kind of kinds) {
    if (!draw.chance(kind.probability)) continue;
    const mean = draw.between(...kind.every) * timeout;
    for (let at = mean * draw.random() * 2; at < calmAt; at += mean * draw.between(0.05, 1.95))
      for (const made of kind.make(draw, around))
        acts.push('act' in made ? { at, does: made } : { at: at + made[0], does: made[1] });
  }
  return acts.filter(({ at }) => at < calmAt);
}

/** Where clients go on after the faults: a server that then comes back has much to catch up. */
function lateLaggard(draw: Draw, { size, timeout }: Around, calmAt: number, load: number): ScheduledAct[] {
  if (load === 0) return [];
  const begun = calmAt - draw.between(1, 5) * timeout;
  const crash: Act = { act: 'crash', server: draw.integer(1, size), survivors: 0, downFor: 6 * timeout };
  const commands = Array.from({ length: draw.integer(10, 60) }, (): ScheduledAct => {
    return { at: draw.between(begun, calmAt), does: { act: 'plain', via: 0, forward: false } };
  });
  return [{ at: begun, does: crash }, ...commands];
}

/** The last so many ids of so many servers. */
function idsUpTo(size: number, count: number): ServerId[] {
  return Array.from({ length: count }, (_, i) => size - count + 1 + i);
}

function commandOf(draw: Draw, around: Around): Act {
  return { act: 'command', client: draw.integer(1, 3), via: anyServer(draw, around) };
}

function plainOf(draw: Draw, around: Around): Act {
  return { act: 'plain', via: anyServer(draw, around), forward: draw.chance(0.7) };
}

function crashOf(draw: Draw, around: Around): Act {
  const survivors = draw.oneOf([0, 0, 1, 2]);
  return { act: 'crash', server: anyServer(draw, around), survivors, downFor: downFor(draw, around) };
}

function crashAtWriteOf(draw: Draw, around: Around): Act {
  const point = draw.oneOf(['before', 'during', 'after'] as const);
  const hit = { server: anyServer(draw, around), survivors: draw.integer(0, 3) };
  return { act: 'crashAtWrite', point, ...hit, downFor: downFor(draw, around) };
}

function partitioned(draw: Draw, around: Around): [number, Act][] {
  const groups: number[][] = [[], []];
  for (let id = 1; id <= around.size; id++) groups[draw.integer(0, 1)]!.push(id);
  return [
    [0, { act: 'partition', groups }],
    [draw.between(0.2, 4) * around.timeout, { act: 'heal' }],
  ];
}

/** Asymmetric and partial: some directions of some links. */
function cutOff(draw: Draw, around: Around): [number, Act][] {
  const cuts = Array.from({ length: draw.integer(1, 3) }, (): [number, Act] => [
    0,
    { act: 'cut', from: anyServer(draw, around), to: anyServer(draw, around) },
  ]);
  return [...cuts, [draw.between(0.2, 4) * around.timeout, { act: 'heal' }]];
}

function slowDisk(draw: Draw, around: Around): [number, Act][] {
  const server = anyServer(draw, around);
  const fast = draw.chance(0.5) ? 0 : 1;
  return [
    [0, { act: 'disk', server, latency: draw.between(0.05, 2) * around.timeout }],
    [draw.between(0.5, 4) * around.timeout, { act: 'disk', server, latency: fast }],
  ];
}

function changeOf(draw: Draw, { size, settings, joiners, learners }: Around): ConfigurationChange {
  const server =
    joiners > 0 && draw.chance(0.5) ? draw.integer(settings.servers + 1, size) : draw.integer(1, size);
  const type = draw.oneOf(['addLearner', 'promote', 'promote', 'remove'] as const);
  return { type: type === 'promote' && server > size - learners ? 'addLearner' : type, server };
}
