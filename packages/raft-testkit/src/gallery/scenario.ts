// How a drill is written: what is done to the cluster, step by step. It is a fault schedule made by hand.

import type { FaultRules, ServerId } from '@three-ways/raft-core';
import type { Act, Due, Schedule } from '../schedules/schedule.ts';

/** A schedule that still lacks its seed. */
export type Drill = Omit<Schedule, 'seed'>;

/** Something done, or so long nothing (ms), or several steps. */
export type Step = Act | number | readonly Step[];

export const heal: Step = { type: 'heal' };
export const crashLeader: Step = { type: 'crash leader' };
export const crashAll: Step = { type: 'crash all' };
export const restartAll: Step = { type: 'restart all' };

export function crash(...servers: ServerId[]): Step {
  return servers.map((server) => ({ type: 'crash', server }));
}

export function restart(...servers: ServerId[]): Step {
  return servers.map((server) => ({ type: 'restart', server }));
}

export function partition(...groups: ServerId[][]): Step {
  return { type: 'partition', groups };
}

export function faults(rules: FaultRules): Step {
  return { type: 'faults', rules };
}

export function times(count: number, steps: (round: number) => Step): Step {
  return Array.from({ length: count }, (_, round) => steps(round));
}

/** What a drill's cluster and its clients are like; whoever stands, stands at once, and a leader leads until it hears of another. */
type Given = Pick<Drill, 'settings'> & Partial<Pick<Drill, 'clients' | 'duplicates'>>;

export function drill({ settings, clients = 4, duplicates = false }: Given, ...steps: Step[]): Drill {
  const acts: Due[] = [];
  let at = 0;
  for (const step of flattened(steps)) {
    if (typeof step === 'number') at += step;
    else acts.push({ at, ...step });
  }
  return {
    ...{ acts, duration: at, clients, duplicates, ids: 3, isPatient: false },
    settings: { heartbeatInterval: 30, preVote: false, checkQuorum: false, ...settings },
  };
}

function flattened(step: Step): (Act | number)[] {
  return typeof step === 'object' && !('type' in step) ? step.flatMap(flattened) : [step];
}

/** The schedule that this seed makes of a drill. */
export function withSeed(drill: Drill, seed: number): Schedule {
  return { ...drill, seed, settings: { ...drill.settings, seed } };
}
