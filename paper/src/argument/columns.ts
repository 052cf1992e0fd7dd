// Columns of the paper's tables.

import type { Table } from '@three-ways/bench/tables';

/** Columns with a name at the left, the others as they are aligned. */
export function columnsOf(
  first: string,
  heads: readonly string[],
  align: 'left' | 'right',
): Table['columns'] {
  return [{ head: first, align: 'left' }, ...heads.map((head) => ({ head, align }))];
}
