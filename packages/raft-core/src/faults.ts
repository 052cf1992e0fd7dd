// What a network may do to a message, as rules: a pure decision that every runtime's network asks for each message.
// The runtimes differ in how they wait, never in what gets lost.

import { requireBetween, requireFields, requireInteger } from './checks.ts';
import type { ServerId } from './messages.ts';

/** Probabilities are from 0 to 1, times in ms. What is not named does not happen. */
export interface FaultRules {
  /** The probability that a message is lost. */
  readonly drop?: number;
  /** How long every message takes (ms). */
  readonly delay?: number;
  /** A message takes up to so much longer (ms), drawn evenly. */
  readonly jitter?: number;
  /** The probability that a message arrives twice. */
  readonly duplicate?: number;
  /** The probability that a message is held back so that later ones overtake it. */
  readonly reorder?: number;
  /** Fixes the choices: a 32-bit unsigned integer. */
  readonly seed?: number;
}

/** A message that is reordered is held back by up to so much (ms), beside its delay and jitter. */
export const reorderWindow = 20;

/** The most that each rule may be, and what to give. */
const limits = {
  drop: [1, 'a probability from 0 to 1'],
  delay: [3_600_000, 'a time from 0 to 3,600,000 ms'],
  jitter: [3_600_000, 'a time from 0 to 3,600,000 ms'],
  duplicate: [1, 'a probability from 0 to 1'],
  reorder: [1, 'a probability from 0 to 1'],
} as const;

/** A copy of the rules, checked. @throws InvalidArgument naming the rule */
export function faultRules(given: FaultRules): FaultRules {
  requireFields('rules', given, [...Object.keys(limits), 'seed']);
  const rules: { -readonly [Rule in keyof FaultRules]: FaultRules[Rule] } = {};
  for (const [name, [max, wanted]] of Object.entries(limits) as [keyof typeof limits, [number, string]][]) {
    const value = given[name];
    if (value === undefined) continue;
    requireBetween(name, value, 0, max, wanted);
    rules[name] = value;
  }
  const { seed } = given;
  if (seed === undefined) return rules;
  requireInteger('seed', seed, 0, 0xffff_ffff);
  return { ...rules, seed };
}

/**
 * The fate of one message: how long each of its copies takes to arrive (ms). An empty list is a lost message.
 * The draws are made in a fixed order and number, so that one seed makes one history.
 */
export function fateOf(rules: FaultRules, random: () => number): number[] {
  const lost = random() < (rules.drop ?? 0);
  const twice = random() < (rules.duplicate ?? 0);
  const first = travelTime(rules, random);
  const second = travelTime(rules, random);
  if (lost) return [];
  return twice ? [first, second] : [first];
}

function travelTime(rules: FaultRules, random: () => number): number {
  const jitter = random() * (rules.jitter ?? 0);
  const heldBack = random() < (rules.reorder ?? 0);
  const overtaken = random() * reorderWindow;
  return (rules.delay ?? 0) + jitter + (heldBack ? overtaken : 0);
}

/** Who can reach whom. Without groups everyone can; with groups, only members of the same one. */
export class Partition {
  private readonly group = new Map<ServerId, number>();

  constructor(groups: readonly (readonly ServerId[])[]) {
    for (const [number, group] of groups.entries()) for (const id of group) this.group.set(id, number);
  }

  connects(from: ServerId, to: ServerId): boolean {
    const group = this.group.get(from);
    return from === to || (group !== undefined && group === this.group.get(to));
  }
}
