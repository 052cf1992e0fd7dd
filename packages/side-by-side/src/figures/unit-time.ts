// What an idiom costs in a model, in a few letters.

import type { ReferenceResults } from './reference-results.ts';

const units = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
  ['ns', 1],
] as const;

/**
 * The median time of a unit, such as `110 ns`; null if the run has not measured it.
 *
 * @param row of the suite `primitives`: `hand-off`
 */
export function unitTime(results: ReferenceResults | null, row: string, target: string): string | null {
  const figure = results?.figures.find(
    (one) => one.suite === 'primitives' && one.metric === `ns/${row}` && one.target === target,
  );
  if (!figure?.estimate) return null;
  const { median } = figure.estimate;
  const [name, size] = units.find(([, least]) => median >= least) ?? units.at(-1)!;
  const value = median / size;
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(2))} ${name}`;
}
