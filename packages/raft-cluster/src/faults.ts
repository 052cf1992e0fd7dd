// Network fault injection: a pure decision for each message, shared by all runtimes. They differ in how they wait, never in
// what is lost.

import { requireBetween, requireFields, requireInteger, type ServerId } from '@three-ways/raft-core';

/** Fault rules: probabilities from 0 to 1, times in ms. Each is 0 unless set. */
export interface FaultRules {
  /** The probability that a message is lost. */
  readonly drop?: number;
  /** Delay of every message (ms). */
  readonly delay?: number;
  /** Maximum extra delay (ms), drawn uniformly. */
  readonly jitter?: number;
  /** The probability that a message arrives twice. */
  readonly duplicate?: number;
  /** The probability that a message is held back so that later ones overtake it. */
  readonly reorder?: number;
  /** Seed of the random choices: a 32-bit unsigned integer. */
  readonly seed?: number;
}

/** Maximum time that a reordered message is held back (ms), in addition to delay and jitter. */
export const reorderWindow = 20;

/** Maximum of each rule, and the wording of a refusal. */
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

/** Whether any rule differs from 0. */
export function haveEffect(rules: FaultRules): boolean {
  return Object.entries(rules).some(([rule, value]) => rule !== 'seed' && value !== 0);
}

/**
 * The delays of a message's copies (ms); empty if it is lost. The number of draws is fixed, so that a seed determines the
 * run.
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

/** Connectivity in a partition: only servers in the same group reach each other. */
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
