// The notation of scenarios: fault schedules written by hand, as steps.

import type { FaultRules } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';
import type { Action, Schedule, ScheduledAction } from '@three-ways/raft-testkit';

/** A schedule without a seed. */
export type Scenario = Omit<Schedule, 'seed'>;

/** An action, a pause (ms), or a sequence of steps. */
export type Step = Action | number | readonly Step[];

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

/** The cluster and its clients. Without pre-vote and check-quorum unless set. */
type ScenarioOptions = Pick<Scenario, 'settings'> & Partial<Pick<Scenario, 'clients' | 'duplicates'>>;

export function scenario(
  { settings, clients = 4, duplicates = false }: ScenarioOptions,
  ...steps: Step[]
): Scenario {
  const actions: ScheduledAction[] = [];
  let at = 0;
  for (const step of flattened(steps)) {
    if (typeof step === 'number') at += step;
    else actions.push({ at, ...step });
  }
  return {
    ...{ actions, duration: at, clients, duplicates, ids: 3, isPatient: false },
    settings: { heartbeatInterval: 30, preVote: false, checkQuorum: false, ...settings },
  };
}

function flattened(step: Step): (Action | number)[] {
  return typeof step === 'object' && !('type' in step) ? step.flatMap(flattened) : [step];
}

/** The scenario's schedule with a seed. */
export function withSeed(scenario: Scenario, seed: number): Schedule {
  return { ...scenario, seed, settings: { ...scenario.settings, seed } };
}
