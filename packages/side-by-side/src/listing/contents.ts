// What each step contained when its notes were last read: a hash of each line of code. Anchors hold the beginning of a step; this finds
// lines that have moved out of one since. Lines that were merely changed are no fault. `pnpm read --accept` records anew.

import { createHash } from 'node:crypto';
import type { Column } from '../chapter/chapter.ts';
import type { Faults } from './faults.ts';
import type { Cell, ListedChapter, ListedEntry, Segment } from './listing.ts';

/** Hashes of a step's lines, by `servers/campaign/2 async`. */
export type Contents = ReadonlyMap<string, readonly string[]>;

/** Lines that say too little to be told from others: brackets, `return`, comments. */
const insignificant = /^(?:\W*|\/\/.*|#.*|\W*(?:return|else|try|finally|default|break|continue)\W*)$/;

export function contentsOf({ chapter, entries }: ListedChapter): Contents {
  const contents = new Map<string, readonly string[]>();
  for (const { entry, steps } of entries)
    for (const [index, { cells }] of steps.entries())
      for (const [column, cell] of cells)
        contents.set(keyOf(chapter.id, entry.id, index, column), hashesOf(cell));
  return contents;
}

export function parseContents(text: string): Contents {
  const rows = text.split('\n').filter((row) => row !== '');
  return new Map(
    rows.map((row) => {
      const [step, column, ...hashes] = row.split(' ');
      return [`${step} ${column}`, hashes];
    }),
  );
}

export function formatContents(contents: Contents): string {
  return [...contents]
    .filter(([, hashes]) => hashes.length > 0)
    .map(([key, hashes]) => `${key} ${hashes.join(' ')}\n`)
    .join('');
}

/** Adds a fault for each step whose recorded lines are in another step now, or two of them in another function of its file. */
export function checkContents({ chapter, entries }: ListedChapter, recorded: Contents, faults: Faults): void {
  for (const listed of entries)
    for (const column of listed.columns.keys()) {
      const before = listed.steps.map(
        (_, index) => recorded.get(keyOf(chapter.id, listed.entry.id, index, column)) ?? [],
      );
      checkColumn(listed, column, before, faults);
    }
}

/** @param before the recorded lines of each step */
function checkColumn(
  { entry, steps }: ListedEntry,
  column: Column,
  before: readonly (readonly string[])[],
  faults: Faults,
): void {
  const cells = steps.map(({ cells }) => cells.get(column)!);
  const now = cells.map(hashesOf);
  for (const [index, cell] of cells.entries()) {
    const lost = before[index]!.filter((line) => !now[index]!.includes(line));
    const gainer = now.findIndex((lines, other) =>
      lost.some((line) => timesIn(lines, line) > timesIn(before[other]!, line)),
    );
    const place = gainer >= 0 ? `step ${gainer + 1}` : placeOutside(lost, cell);
    if (place !== null)
      faults.add(
        `${entry.id} in ${column}, step ${index + 1} "${entry.steps[index]!.title}"`,
        `lines of it are in ${place} now: move them back, or read its notes again and run \`pnpm read --accept\``,
      );
  }
}

/** Where two lost lines follow each other in the rest of the file, if they do. */
function placeOutside(lost: readonly string[], cell: Cell): string | null {
  if (lost.length < 2 || 'none' in cell) return null;
  for (const { part } of cell.segments) {
    const { symbol, file } = part;
    const hashes = symbol.source.text.split('\n').map((line) => hash(line.trim()));
    for (const [index, line] of lost.entries()) {
      const at = hashes.findIndex((each, i) => each === line && hashes[i + 1] === lost[index + 1]);
      const isOutside = at >= 0 && (at + 1 < symbol.startLine || at + 1 > symbol.endLine);
      if (isOutside) return `${file}:${at + 1}`;
    }
  }
  return null;
}

function timesIn(lines: readonly string[], line: string): number {
  return lines.filter((each) => each === line).length;
}

function keyOf(chapter: string, entry: string, step: number, column: Column): string {
  return `${chapter}/${entry}/${step + 1} ${column}`;
}

function hashesOf(cell: Cell): string[] {
  if ('none' in cell) return [];
  return cell.segments
    .flatMap(linesOf)
    .filter((line) => !insignificant.test(line))
    .map(hash);
}

/** Without the spaces at their ends. */
function linesOf({ part, startLine, endLine }: Segment): string[] {
  const lines = part.symbol.source.text.split('\n');
  return lines.slice(startLine - 1, endLine).map((line) => line.trim());
}

/** Six digits are enough within a function. */
function hash(line: string): string {
  return createHash('sha1').update(line).digest('base64url').slice(0, 6);
}
