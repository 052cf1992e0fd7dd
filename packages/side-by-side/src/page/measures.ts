// Length and complexity of what a column shows, by the counter that the paper's tables come from.

import { type Measures, measure } from '@three-ways/source-code';
import type { Column } from '../chapter/chapter.ts';
import type { ListedColumn } from '../listing/listing.ts';

export function measuresOf(column: Column, listed: ListedColumn | undefined): Measures | null {
  if (listed === undefined || 'none' in listed) return null;
  return measure(
    listed.parts.map(({ symbol }) => symbol),
    column === 'typescript' ? 'async' : column,
  );
}
