// The words of a generated schedule: kinds of faults and of clients' acts, and the choices that they share.

import type { Settings } from '@three-ways/raft-core';
import type { Draw } from '../draw.ts';
import type { Act, Target } from './schedule.ts';

/** An act, or one that comes so much later (ms). */
export type Made = Act | readonly [after: number, Act];

/** Makes acts of one kind; each kind has its own mean time from one to the next (in election timeouts). */
export interface Kind {
  readonly probability: number;
  readonly every: readonly [number, number];
  make(draw: Draw, around: Around): readonly Made[];
}

/** What the acts of a schedule have around them. */
export interface Around {
  readonly settings: Settings;
  /** All servers that run. */
  readonly size: number;
  readonly joiners: number;
  /** The last of the joiners: no act promotes them. */
  readonly learners: number;
  /** The longest election timeout (ms). */
  readonly timeout: number;
}

/** The leader half of the time, else any server, a member or not. */
export function anyServer(draw: Draw, { size }: Around): Target {
  return draw.chance(0.5) ? 0 : draw.integer(1, size);
}

/** How long a crashed server stays down (ms). */
export function downFor(draw: Draw, { timeout }: Around): number {
  return draw.chance(0.5) ? draw.between(1, timeout / 4) : draw.between(0.5, 4) * timeout;
}
