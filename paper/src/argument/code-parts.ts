// Length and complexity of the runtimes' parts, for the table and for the numbers.

import { type Measures, measureRuntimes, type RuntimePart } from '@three-ways/source-code';
import type { Model } from '../models.ts';

let parts: readonly RuntimePart[] | undefined;

/** Measures of a part, such as `server file`; null if the runtime has none. All sources are parsed once, when first asked for. */
export function measuresOf(part: string, runtime: Model['runtime']): Measures | null {
  parts ??= measureRuntimes();
  return parts.find((one) => one.part === part && one.model === runtime)?.measures ?? null;
}
