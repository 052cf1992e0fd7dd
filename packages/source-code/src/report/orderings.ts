// Orderings of the models by each counting rule: whether "shorter" and "simpler" depend on how one counts.

import type { Measures } from '../counting/measure.ts';
import { type Rule, ruleNames } from './figures.ts';

/** The order of the models by one rule. */
export interface Ordering {
  readonly rule: Rule;
  readonly name: string;
  /** Each model's figure, the smallest first; of equal ones in the order given. */
  readonly values: readonly (readonly [model: string, figure: number])[];
}

/** The orderings by all rules of one kind: length, waits, complexity or nesting. */
export interface Comparison {
  /** What is compared, such as `server file`. */
  readonly subject: string;
  readonly kind: string;
  readonly orderings: readonly Ordering[];
  /** Pairs of models of which the first has the smaller figure under every one of these rules. */
  readonly always: readonly (readonly [less: string, more: string])[];
}

/** Compares the models by each rule; of several measures of a model the sum. */
export function comparisonsOf(
  subject: string,
  models: Readonly<Record<string, readonly Measures[]>>,
): Comparison[] {
  return Object.entries(ruleNames).map(([kind, names]) => {
    const orderings = Object.entries(names).map(([rule, name]) => orderingBy(rule as Rule, name, models));
    return { subject, kind, orderings, always: pairsIn(orderings) };
  });
}

function orderingBy(
  rule: Rule,
  name: string,
  models: Readonly<Record<string, readonly Measures[]>>,
): Ordering {
  const values = Object.entries(models).map(
    ([model, all]) => [model, all.reduce((sum, measures) => sum + measures[rule], 0)] as const,
  );
  return { rule, name, values: values.sort(([, a], [, b]) => a - b) };
}

function pairsIn(orderings: readonly Ordering[]): (readonly [string, string])[] {
  const byRule = orderings.map(({ values }) => Object.fromEntries(values));
  const models = orderings[0]!.values.map(([model]) => model);
  return models
    .flatMap((less) => models.map((more) => [less, more] as const))
    .filter(([less, more]) => byRule.every((figures) => figures[less]! < figures[more]!));
}

/** A figure that is less than this part larger than the one before it is near it: 0.05 is 5 %. */
const near = 0.05;

/** `go<async~coroutines<workers`: `=` equal, `~` less than 5 % larger. */
export function textOf({ values }: Ordering, short: (model: string) => string): string {
  return values.reduce((text, [model, figure], i) => {
    if (i === 0) return short(model);
    const before = values[i - 1]![1];
    const sign = figure === before ? '=' : figure < before * (1 + near) ? '~' : '<';
    return `${text}${sign}${short(model)}`;
  }, '');
}
