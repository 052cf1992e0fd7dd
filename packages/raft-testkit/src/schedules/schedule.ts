// A fault schedule: what happens to a cluster and when, and what its clients do meanwhile, all drawn from one seed. It is
// plain data, and the same for every implementation.

import { type FaultRules, type ServerId, type Settings, seededRandom } from '@three-ways/raft-core';

export type Act =
  | { readonly type: 'crash' | 'restart'; readonly server: ServerId }
  | { readonly type: 'crash leader' | 'crash all' | 'restart all' | 'heal' }
  | { readonly type: 'partition'; readonly groups: readonly (readonly ServerId[])[] }
  | { readonly type: 'faults'; readonly rules: FaultRules }
  | { readonly type: 'transfer'; readonly to: ServerId }
  /** One more server is launched, and made a voter. */
  | { readonly type: 'add' }
  /** The voter at this place among the voters (0 to 1) is removed, if three remain. */
  | { readonly type: 'remove'; readonly place: number };

/** An act, and when it is due (ms from the start). */
export type Due = Act & { readonly at: number };

export interface Schedule {
  readonly seed: number;
  readonly settings: Partial<Settings> & Pick<Settings, 'servers' | 'electionTimeout'>;
  /** After so many ms the faults end, and the cluster must come to agree. */
  readonly duration: number;
  readonly clients: number;
  /** So many ids are written and read. */
  readonly ids: number;
  /** The network may double messages: then every command bears a session's mark. */
  readonly duplicates: boolean;
  readonly acts: readonly Due[];
}

type Random = () => number;

/** @param duration ms */
export function generateSchedule(seed: number, duration: number): Schedule {
  const random = seededRandom(seed);
  const servers = pick(random, [3, 3, 5, 5, 7]);
  const duplicates = random() < 0.5;
  const electionTimeout: Settings['electionTimeout'] = [150, 300];
  const settings = {
    ...{ servers, seed, electionTimeout, heartbeatInterval: 40 },
    preVote: random() < 0.7,
    checkQuorum: random() < 0.7,
    snapshotThreshold: random() < 0.5 ? 0 : Math.floor(between(random, 5, 60)),
    snapshotChunk: Math.floor(between(random, 50, 2_000)),
    maxEntriesPerMessage: pick(random, [1, 8, 1024]),
    maxMessagesInFlight: pick(random, [1, 4, 256]),
  };
  const acts: Due[] = [];
  for (let at = between(random, 0, 500); at < duration; at += between(random, 20, 900))
    acts.push({ at: Math.round(at), ...drawAct(random, servers, duplicates) });
  const load = { clients: Math.floor(between(random, 3, 8)), ids: Math.floor(between(random, 2, 6)) };
  return { seed, settings, duration, ...load, duplicates, acts };
}

function drawAct(random: Random, servers: number, duplicates: boolean): Act {
  const server = 1 + Math.floor(random() * servers);
  const chance = random();
  if (chance < 0.12) return { type: 'crash leader' };
  if (chance < 0.24) return { type: 'crash', server };
  if (chance < 0.27) return { type: 'crash all' };
  if (chance < 0.45) return { type: 'restart all' };
  if (chance < 0.55) return { type: 'restart', server };
  if (chance < 0.65) return { type: 'partition', groups: drawGroups(random, servers) };
  if (chance < 0.78) return { type: 'heal' };
  if (chance < 0.9) return { type: 'faults', rules: drawFaults(random, duplicates) };
  if (chance < 0.95) return { type: 'transfer', to: server };
  return random() < 0.5 ? { type: 'add' } : { type: 'remove', place: random() };
}

/** Half of the time two groups, else one server alone. */
function drawGroups(random: Random, servers: number): ServerId[][] {
  const ids = Array.from({ length: servers }, (_, i) => i + 1);
  const alone = 1 + Math.floor(random() * servers);
  const isInFirst = ids.map((id) => (random() < 0.5 ? id === alone : random() < 0.5));
  return [ids.filter((_, i) => isInFirst[i]), ids.filter((_, i) => !isInFirst[i])];
}

function drawFaults(random: Random, duplicates: boolean): FaultRules {
  if (random() < 0.4) return {};
  return {
    drop: random() < 0.5 ? 0 : between(random, 0, 0.3),
    delay: random() < 0.5 ? 0 : between(random, 0, 10),
    jitter: random() < 0.5 ? 0 : between(random, 0, 40),
    duplicate: duplicates ? between(random, 0, 0.3) : 0,
    reorder: random() < 0.5 ? 0 : between(random, 0, 0.3),
    seed: Math.floor(random() * 2 ** 32),
  };
}

function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)]!;
}
