// What generators of actions share: the kinds' type, the context they draw in, and common choices.

import type { Settings } from '@three-ways/raft-core';
import type { Draw } from './draw.ts';
import type { Action, Target } from './schedule.ts';

/** An action, now or after a delay (ms). */
type TimedAction = Action | readonly [after: number, Action];

/** A generator of one kind of action. */
export interface ActionKind {
  /** Probability that a schedule has this kind at all. */
  readonly probability: number;
  /** Range of the mean interval, in election timeouts. */
  readonly every: readonly [number, number];
  make(draw: Draw, context: GeneratorContext): readonly TimedAction[];
}

export interface GeneratorContext {
  readonly settings: Settings;
  /** Servers that run, members or not. */
  readonly size: number;
  readonly joiners: number;
  /** Joiners that are never promoted: the last ids. */
  readonly learners: number;
  /** Longest election timeout (ms). */
  readonly timeout: number;
}

/** The leader half of the time, else any server, a member or not. */
export function anyServer(draw: Draw, { size }: GeneratorContext): Target {
  return draw.chance(0.5) ? 0 : draw.integer(1, size);
}

/** Time from a crash to the restart (ms). */
export function downFor(draw: Draw, { timeout }: GeneratorContext): number {
  return draw.chance(0.5) ? draw.between(1, timeout / 4) : draw.between(0.5, 4) * timeout;
}
