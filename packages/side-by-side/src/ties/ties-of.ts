// The ties of listed chapters, for a page that runs the code and lights the step that it has reached.

import type { ListedChapter } from '../listing/listing.ts';
import type { TiedLines, Ties } from './ties.ts';

export function tiesOf(chapters: readonly ListedChapter[]): Ties {
  const ties: Record<string, Record<string, TiedLines[]>> = {};
  for (const { chapter, entries } of chapters)
    for (const { entry, steps } of entries)
      for (const [index, { cells }] of steps.entries())
        for (const [column, cell] of cells)
          for (const { part, startLine, endLine } of 'none' in cell ? [] : cell.segments) {
            const files = ties[column] ?? {};
            ties[column] = files;
            files[part.file] = [
              ...(files[part.file] ?? []),
              [startLine, endLine, `${chapter.id}.html#${entry.id}/${index + 1}`],
            ];
          }
  return ties;
}
