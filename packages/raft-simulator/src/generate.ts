// Generates a schedule from a seed. Each seed enables a random subset of the kinds of faults and draws their rates (swarm
// testing: a mix of everything hides what one kind alone would find).

import { type ConfigurationChange, type ServerId, type Settings, settings } from '@three-ways/raft-core';
import { type ActionKind, anyServer, downFor, type GeneratorContext } from './action-kinds.ts';
import { Draw } from './draw.ts';
import { scenarios } from './scenarios.ts';
import { type Action, noFaults, type Schedule, type ScheduledAction, type SimFaults } from './schedule.ts';

export function generate(seed: number): Schedule {
  const draw = new Draw(Math.imul(seed, 0x9e3779b1) >>> 0);
  const chosen = settingsOf(draw, seed);
  const joiners = draw.chance(chosen.servers === 1 ? 0.9 : 0.35) ? draw.integer(1, 2) : 0;
  const size = chosen.servers + joiners;
  const faultsEndAt = draw.between(8, 30) * chosen.electionTimeout[1];
  const faults = draw.chance(0.5) ? faultsOf(draw, chosen) : noFaults;
  const drifts = draw.chance(0.5);
  const learners = draw.chance(0.5) ? draw.integer(0, joiners) : 0;
  const learnersOnly = lastIds(size, learners);
  // With few catch-up entries a slow follower may never catch up under load.
  const loadInterval = chosen.catchUpEntries > 1000 && draw.chance(0.3) ? draw.between(1.5, 8) : 0;
  const context = {
    ...{ settings: chosen, size, joiners, learners, timeout: chosen.electionTimeout[1] },
  };
  return {
    seed,
    settings: chosen,
    joiners: lastIds(size, joiners),
    learners: learnersOnly,
    permanentlyDown: learnersOnly.filter(() => draw.chance(0.4)),
    loadInterval,
    clockRates: Array.from({ length: size }, () => (drifts ? draw.between(0.7, 1.4) : 1)),
    diskLatency: draw.chance(0.4)
      ? draw.between(0.5, chosen.electionTimeout[0] * draw.oneOf([0.1, 0.3, 1]))
      : 0,
    faults,
    applyBatch: draw.oneOf([1, 3, 4096, 4096]),
    actions: [
      ...actsOf(draw, context, faultsEndAt),
      ...lateLaggard(draw, context, faultsEndAt, loadInterval),
    ].sort((a, b) => a.at - b.at),
    faultsEndAt,
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

function faultsOf(draw: Draw, { electionTimeout: [min] }: Settings): SimFaults {
  return {
    drop: draw.chance(0.5) ? draw.between(0, 0.3) : 0,
    delay: draw.between(0.2, min / 20),
    jitter: draw.chance(0.5) ? draw.between(0, min / 4) : 1,
    duplicate: draw.chance(0.5) ? draw.between(0, 0.3) : 0,
    reorder: draw.chance(0.5) ? draw.between(0, 0.5) : 0,
    late: draw.chance(0.5) ? draw.between(0, 0.1) : 0,
  };
}

const kinds: readonly ActionKind[] = [
  { probability: 0.95, every: [0.05, 0.6], make: (draw, context) => [commandOf(draw, context)] },
  { probability: 0.5, every: [0.1, 1], make: (draw, context) => [plainOf(draw, context)] },
  {
    probability: 0.6,
    every: [0.1, 0.8],
    make: (draw, context) => [{ type: 'read', via: anyServer(draw, context) }],
  },
  { probability: 0.5, every: [1, 6], make: (draw, context) => [crashOf(draw, context)] },
  { probability: 0.5, every: [0.7, 5], make: (draw, context) => [crashAtWriteOf(draw, context)] },
  { probability: 0.35, every: [1, 6], make: partitionOf },
  { probability: 0.3, every: [0.5, 4], make: cutsOf },
  {
    probability: 0.35,
    every: [1, 5],
    make: (draw, { settings }) => [{ type: 'faults', faults: faultsOf(draw, settings) }],
  },
  { probability: 0.3, every: [1, 6], make: slowDiskOf },
  {
    probability: 0.3,
    every: [1, 5],
    make: (draw, { size }) => [{ type: 'transfer', to: draw.integer(1, size) }],
  },
  {
    probability: 0.4,
    every: [0.3, 3],
    make: (draw, context) => [{ type: 'change', change: changeOf(draw, context) }],
  },
  ...scenarios,
];

function actsOf(draw: Draw, context: GeneratorContext, faultsEndAt: number): ScheduledAction[] {
  const { timeout } = context;
  const actions: ScheduledAction[] = [];
  for (const kind of kinds) {
    if (!draw.chance(kind.probability)) continue;
    const mean = draw.between(...kind.every) * timeout;
    for (let at = mean * draw.random() * 2; at < faultsEndAt; at += mean * draw.between(0.05, 1.95))
      for (const made of kind.make(draw, context))
        actions.push('type' in made ? { at, action: made } : { at: at + made[0], action: made[1] });
  }
  return actions.filter(({ at }) => at < faultsEndAt);
}

/** Under load after the faults: a server that restarts late and far behind. */
function lateLaggard(
  draw: Draw,
  { size, timeout }: GeneratorContext,
  faultsEndAt: number,
  loadInterval: number,
): ScheduledAction[] {
  if (loadInterval === 0) return [];
  const begun = faultsEndAt - draw.between(1, 5) * timeout;
  const crash: Action = { type: 'crash', server: draw.integer(1, size), survivors: 0, downFor: 6 * timeout };
  const commands = Array.from({ length: draw.integer(10, 60) }, (): ScheduledAction => {
    return { at: draw.between(begun, faultsEndAt), action: { type: 'plain', via: 0, forward: false } };
  });
  return [{ at: begun, action: crash }, ...commands];
}

/** The last `count` of `size` ids. */
function lastIds(size: number, count: number): ServerId[] {
  return Array.from({ length: count }, (_, i) => size - count + 1 + i);
}

function commandOf(draw: Draw, context: GeneratorContext): Action {
  return { type: 'command', client: draw.integer(1, 3), via: anyServer(draw, context) };
}

function plainOf(draw: Draw, context: GeneratorContext): Action {
  return { type: 'plain', via: anyServer(draw, context), forward: draw.chance(0.7) };
}

function crashOf(draw: Draw, context: GeneratorContext): Action {
  const survivors = draw.oneOf([0, 0, 1, 2]);
  return { type: 'crash', server: anyServer(draw, context), survivors, downFor: downFor(draw, context) };
}

function crashAtWriteOf(draw: Draw, context: GeneratorContext): Action {
  const point = draw.oneOf(['before', 'during', 'after'] as const);
  const hit = { server: anyServer(draw, context), survivors: draw.integer(0, 3) };
  return { type: 'crashAtWrite', point, ...hit, downFor: downFor(draw, context) };
}

function partitionOf(draw: Draw, context: GeneratorContext): [number, Action][] {
  const groups: number[][] = [[], []];
  for (let id = 1; id <= context.size; id++) groups[draw.integer(0, 1)]!.push(id);
  return [
    [0, { type: 'partition', groups }],
    [draw.between(0.2, 4) * context.timeout, { type: 'heal' }],
  ];
}

/** Asymmetric partial partitions. */
function cutsOf(draw: Draw, context: GeneratorContext): [number, Action][] {
  const cuts = Array.from({ length: draw.integer(1, 3) }, (): [number, Action] => [
    0,
    { type: 'cut', from: anyServer(draw, context), to: anyServer(draw, context) },
  ]);
  return [...cuts, [draw.between(0.2, 4) * context.timeout, { type: 'heal' }]];
}

function slowDiskOf(draw: Draw, context: GeneratorContext): [number, Action][] {
  const server = anyServer(draw, context);
  const fast = draw.chance(0.5) ? 0 : 1;
  return [
    [0, { type: 'disk', server, latency: draw.between(0.05, 2) * context.timeout }],
    [draw.between(0.5, 4) * context.timeout, { type: 'disk', server, latency: fast }],
  ];
}

function changeOf(draw: Draw, { size, settings, joiners, learners }: GeneratorContext): ConfigurationChange {
  const server =
    joiners > 0 && draw.chance(0.5) ? draw.integer(settings.servers + 1, size) : draw.integer(1, size);
  const type = draw.oneOf(['addLearner', 'promote', 'promote', 'remove'] as const);
  return { type: type === 'promote' && server > size - learners ? 'addLearner' : type, server };
}
