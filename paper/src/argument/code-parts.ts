// Length and complexity of the runtimes' parts, for the table and for the numbers.

import { type Measures, measureRuntimes, type RuntimePart } from '@three-ways/source-code';
import type { Model } from '../models.ts';

/** Parts that the paper speaks of. */
export const parts = ['server file', 'scaffolding', 'whole runtime'] as const;

let measured: readonly RuntimePart[] | undefined;

/** Measures of a part; null if the runtime has none. All sources are parsed once, when first asked for. */
export function measuresOf(part: (typeof parts)[number], runtime: Model['runtime']): Measures | null {
  measured ??= measureRuntimes(parts);
  return measured.find((one) => one.part === part && one.model === runtime)?.measures ?? null;
}
