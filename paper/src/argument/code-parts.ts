// The runtimes' parts, measured once for the table and for the numbers.

import { measureRuntimes, type RuntimePart } from '@three-ways/source-code';

let measured: readonly RuntimePart[] | undefined;

/** All parts of the runtimes, measured once. */
export function codeParts(): readonly RuntimePart[] {
  measured ??= measureRuntimes();
  return measured;
}
