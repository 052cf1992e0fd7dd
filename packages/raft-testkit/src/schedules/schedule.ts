// A fault schedule: timed faults and membership changes, and the load, all drawn from one seed. Plain data, the same for every
// implementation.

import type { FaultRules } from '@three-ways/raft-cluster';
import type { ServerId, Settings } from '@three-ways/raft-core';
import { Draw } from '@three-ways/raft-simulator';

/** Why a server does not reply. */
export type Absence = 'crashed' | 'isolated';

export type Action =
  | { readonly type: 'crash' | 'restart'; readonly server: ServerId }
  | { readonly type: 'crash leader' | 'crash all' | 'restart all' | 'heal' }
  | { readonly type: 'partition'; readonly groups: readonly (readonly ServerId[])[] }
  | { readonly type: 'faults'; readonly rules: FaultRules }
  | { readonly type: 'transfer'; readonly to: ServerId }
  /** Launches a server and promotes it; an absent one must not be promoted, and is removed. */
  | { readonly type: 'add'; readonly absent?: Absence }
  /** Transfers the leadership to a server and removes that server at the same time, if three voters remain. */
  | { readonly type: 'transfer to removed'; readonly to: ServerId }
  /** Removes the voter at this relative place (0 to 1), if three remain. */
  | { readonly type: 'remove'; readonly place: number };

/** An action and its time (ms from the start). */
export type ScheduledAction = Action & { readonly at: number };

export interface Schedule {
  readonly seed: number;
  readonly settings: Partial<Settings> & Pick<Settings, 'servers' | 'electionTimeout'>;
  /** Duration of the faults (ms); then the servers must agree. */
  readonly duration: number;
  readonly clients: number;
  /** Number of ids written and read. */
  readonly ids: number;
  /** Whether the network may duplicate messages: then every command has a session. */
  readonly duplicates: boolean;
  /** Whether the first client's calls have no signal: each must end by itself. */
  readonly isPatient: boolean;
  readonly actions: readonly ScheduledAction[];
}

/** @param duration ms */
export function generateSchedule(seed: number, duration: number): Schedule {
  const draw = new Draw(seed);
  const servers = draw.oneOf([3, 3, 5, 5, 7]);
  const duplicates = draw.chance(0.5);
  const electionTimeout: Settings['electionTimeout'] = [150, 300];
  const settings = {
    ...{ servers, seed, electionTimeout, heartbeatInterval: 40 },
    preVote: draw.chance(0.7),
    checkQuorum: draw.chance(0.7),
    snapshotThreshold: draw.chance(0.5) ? 0 : Math.floor(draw.between(5, 60)),
    snapshotChunk: Math.floor(draw.between(50, 2_000)),
    maxEntriesPerMessage: draw.oneOf([1, 8, 1024]),
    maxMessagesInFlight: draw.oneOf([1, 4, 256]),
  };
  const actions: ScheduledAction[] = [];
  for (let at = draw.between(0, 500); at < duration; at += draw.between(20, 900))
    actions.push({ at: Math.round(at), ...drawAction(draw, servers, duplicates) });
  const load = { clients: Math.floor(draw.between(3, 8)), ids: Math.floor(draw.between(2, 6)) };
  return { seed, settings, duration, ...load, duplicates, isPatient: true, actions };
}

function drawAction(draw: Draw, servers: number, duplicates: boolean): Action {
  const server = 1 + Math.floor(draw.random() * servers);
  const chance = draw.random();
  if (chance < 0.12) return { type: 'crash leader' };
  if (chance < 0.24) return { type: 'crash', server };
  if (chance < 0.27) return { type: 'crash all' };
  if (chance < 0.45) return { type: 'restart all' };
  if (chance < 0.55) return { type: 'restart', server };
  if (chance < 0.65) return { type: 'partition', groups: drawGroups(draw, servers) };
  if (chance < 0.78) return { type: 'heal' };
  if (chance < 0.9) return { type: 'faults', rules: drawFaults(draw, duplicates) };
  if (chance < 0.93) return { type: 'transfer', to: server };
  return drawChange(draw, server);
}

function drawChange(draw: Draw, server: ServerId): Action {
  const chance = draw.random();
  if (chance < 0.25) return { type: 'add' };
  if (chance < 0.5) return { type: 'add', absent: draw.oneOf(['crashed', 'isolated'] as const) };
  if (chance < 0.7) return { type: 'transfer to removed', to: server };
  return { type: 'remove', place: draw.random() };
}

/** Two groups half of the time, else one isolated server. */
function drawGroups(draw: Draw, servers: number): ServerId[][] {
  const ids = Array.from({ length: servers }, (_, i) => i + 1);
  const alone = 1 + Math.floor(draw.random() * servers);
  const isInFirst = ids.map((id) => (draw.chance(0.5) ? id === alone : draw.chance(0.5)));
  return [ids.filter((_, i) => isInFirst[i]), ids.filter((_, i) => !isInFirst[i])];
}

function drawFaults(draw: Draw, duplicates: boolean): FaultRules {
  if (draw.chance(0.4)) return {};
  return {
    drop: draw.chance(0.5) ? 0 : draw.between(0, 0.3),
    delay: draw.chance(0.5) ? 0 : draw.between(0, 10),
    jitter: draw.chance(0.5) ? 0 : draw.between(0, 40),
    duplicate: duplicates ? draw.between(0, 0.3) : 0,
    reorder: draw.chance(0.5) ? 0 : draw.between(0, 0.3),
    seed: Math.floor(draw.random() * 2 ** 32),
  };
}
