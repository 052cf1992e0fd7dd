// Takes a chapter's listings out of the sources, and checks that the columns stay aligned.

import { columnValue, namedIn } from '../chapter/by-column.ts';
import type { Chapter, Column, Entry } from '../chapter/chapter.ts';
import { type Contents, checkContents } from './contents.ts';
import { extractPart } from './extract.ts';
import { Faults } from './faults.ts';
import type { Cell, ListedChapter, ListedColumn, ListedEntry, ListedStep, Part, Reader } from './listing.ts';
import { placeSteps } from './place-steps.ts';

/**
 * Lists a chapter.
 *
 * @throws Drift if a symbol or an anchor is gone or ambiguous, if a column lacks a function or a step without a reason, or if its
 *   steps stand in another order without one, or have lost lines to each other
 * @param recorded contents of the steps when their notes were last read
 */
export function listChapter(chapter: Chapter, read: Reader, recorded: Contents = new Map()): ListedChapter {
  const faults = new Faults();
  const entries = chapter.entries.map((entry) => listEntry(chapter, entry, read, faults));
  const listed = { chapter, entries };
  checkContents(listed, recorded, faults);
  faults.check();
  return listed;
}

function listEntry(chapter: Chapter, entry: Entry, read: Reader, faults: Faults): ListedEntry {
  const columns = new Map<Column, ListedColumn>();
  const cells = new Map<Column, readonly Cell[]>();
  checkNames(chapter, entry, faults);
  for (const column of chapter.columns) {
    const where = `${entry.id} in ${column}`;
    const given = columnValue(entry.columns, column);
    if (given === undefined) {
      faults.add(where, 'the function is missing: name its symbol, or give the reason why there is none');
      continue;
    }
    const listed = 'none' in given ? given : { parts: partsOf(given, where, read, faults) };
    columns.set(column, listed);
    cells.set(
      column,
      'none' in listed
        ? entry.steps.map(() => ({ none: '' }))
        : placeSteps(entry, column, listed.parts, where, faults),
    );
  }
  const steps = entry.steps.map(
    (step, index): ListedStep => ({
      step,
      cells: new Map([...cells].map(([column, all]) => [column, all[index] ?? { none: '' }])),
    }),
  );
  return { entry, columns, steps };
}

function partsOf(names: readonly string[], where: string, read: Reader, faults: Faults): Part[] {
  return names.flatMap((name) => {
    const part = faults.try(where, () => extractPart(name, read));
    return part === undefined ? [] : [part];
  });
}

/** Column names must exist: the step of a misspelt one would fall to `*`, or be lost. */
function checkNames(chapter: Chapter, entry: Entry, faults: Faults): void {
  const known: readonly string[] = chapter.columns;
  const given = [entry.columns, ...entry.steps.flatMap((step) => [step.in, step.elsewhere ?? {}])];
  for (const name of given.flatMap(namedIn))
    if (!known.includes(name)) faults.add(entry.id, `${name} is no column of the chapter ${chapter.id}`);
}
