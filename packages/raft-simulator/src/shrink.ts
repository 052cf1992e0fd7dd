// Shrinks a failing schedule (delta debugging): drops actions in ever smaller groups while the same invariant is violated,
// and simplifies the cluster and its faults.

import type { Rules } from './rules.ts';
import { noFaults, type Schedule, type ScheduledAction } from './schedule.ts';
import { Simulation } from './simulation.ts';
import type { Invariant } from './violation.ts';

/** @param tries maximum number of runs */
export function shrink(rules: Rules, schedule: Schedule, tries = 3000): Schedule {
  const first = new Simulation(rules, schedule).run().violation;
  if (first === null) return schedule;
  const shrinker = new Shrinker(rules, first.invariant, tries);
  let shortest = shrinker.simplify(schedule);
  for (let before = Infinity; shortest.actions.length < before && shrinker.tries > 0; ) {
    before = shortest.actions.length;
    shortest = shrinker.simplify(shrinker.cut(shortest));
  }
  return shortest;
}

class Shrinker {
  tries: number;
  private readonly rules: Rules;
  private readonly invariant: Invariant;

  constructor(rules: Rules, invariant: Invariant, tries: number) {
    this.rules = rules;
    this.invariant = invariant;
    this.tries = tries;
  }

  /** Time at which the same invariant is violated (ms), or null. */
  private violatedAt(schedule: Schedule): number | null {
    this.tries -= 1;
    const { violation } = new Simulation(this.rules, schedule).run();
    return violation?.invariant === this.invariant ? violation.at : null;
  }

  private simpler(schedule: Schedule, change: Partial<Schedule>): Schedule {
    const changed = { ...schedule, ...change };
    return this.violatedAt(changed) === null ? schedule : changed;
  }

  /** Removes actions after the violation, faults, slow disks, clock drift, load and joiners. */
  simplify(given: Schedule): Schedule {
    let schedule = given;
    const at = this.violatedAt(schedule);
    if (at !== null && at < schedule.faultsEndAt)
      schedule = this.simpler(schedule, {
        actions: schedule.actions.filter((action) => action.at <= at),
        faultsEndAt: at + 1,
      });
    schedule = this.simpler(schedule, { faults: noFaults });
    schedule = this.simpler(schedule, { diskLatency: 0 });
    schedule = this.simpler(schedule, { clockRates: schedule.clockRates.map(() => 1) });
    schedule = this.simpler(schedule, { applyBatch: 4096 });
    schedule = this.simpler(schedule, { loadInterval: 0 });
    schedule = this.simpler(schedule, { permanentlyDown: [] });
    return this.simpler(schedule, { joiners: [], learners: [], permanentlyDown: [] });
  }

  /** Drops groups of actions: halves, quarters, down to single ones. */
  cut(schedule: Schedule): Schedule {
    let shortest = schedule;
    for (let size = Math.ceil(shortest.actions.length / 2); size >= 1; size = Math.floor(size / 2))
      for (let from = shortest.actions.length - size; from > -size && this.tries > 0; from -= size)
        shortest = this.simpler(shortest, {
          actions: without(shortest.actions, Math.max(0, from), from + size),
        });
    return shortest;
  }
}

function without(actions: readonly ScheduledAction[], from: number, to: number): ScheduledAction[] {
  return actions.filter((_, i) => i < from || i >= to);
}
