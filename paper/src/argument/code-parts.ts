// Length and complexity of the runtimes' parts, for the table and for the numbers.

import { type Measures, measureRuntimes } from '@three-ways/source-code';
import type { Model } from '../models.ts';

/** Measures of a part's runtimes, from when it was first asked for: to parse its sources takes a while. */
const measured = new Map<string, ReadonlyMap<string, Measures | null>>();

/** Measures of a part, such as `server file`; null if the runtime has none. */
export function measuresOf(part: string, runtime: Model['runtime']): Measures | null {
  const models = measured.getOrInsertComputed(
    part,
    () => new Map(measureRuntimes([part]).map(({ model, measures }) => [model, measures])),
  );
  return models.get(runtime) ?? null;
}
