// The steps of one column: each from its anchor to the next, in the order of the text.

import { columnValue } from '../chapter/by-column.ts';
import type { Column, Entry } from '../chapter/chapter.ts';
import { linesOfAnchor } from './anchors.ts';
import type { Faults } from './faults.ts';
import type { Cell, Part, Segment } from './listing.ts';

/** Where a step begins. */
interface Start {
  readonly step: number;
  readonly line: number;
}

/** @param where the function and its column, for messages */
export function placeSteps(
  entry: Entry,
  column: Column,
  parts: readonly Part[],
  where: string,
  faults: Faults,
): Cell[] {
  const starts = new Map<Part, Start[]>(parts.map((part) => [part, []]));
  const named = (step: number) => `${where}, step ${step + 1} "${entry.steps[step]!.title}"`;
  for (const [step, { in: given }] of entry.steps.entries()) {
    const anchors = columnValue(given, column);
    if (anchors === undefined) faults.add(named(step), 'neither code nor a reason is given');
    else if (typeof anchors === 'string' || !('none' in anchors))
      for (const anchor of [anchors].flat()) placeAnchor(anchor, step);
  }
  const segments = parts.flatMap((part) => segmentsOf(part, starts.get(part)!));
  checkReasons();
  return entry.steps.map((step, index) => {
    const given = columnValue(step.in, column);
    if (given !== undefined && typeof given !== 'string' && 'none' in given) return given;
    const own = segments.filter((segment) => segment.step === index).map(({ segment }) => segment);
    return { segments: own, elsewhere: columnValue(step.elsewhere, column) };
  });

  function placeAnchor(anchor: string, step: number): void {
    const found = parts.flatMap((part) => linesOfAnchor(part.symbol, anchor).map((line) => ({ part, line })));
    const [first] = found;
    if (first === undefined) {
      const names = parts.map(({ name, file }) => `${name} of ${file}`).join(', ');
      faults.add(
        named(step),
        `\`${anchor}\` is not in ${names}: the code has changed, so give its new anchor`,
      );
    } else if (found.length > 1) {
      const places = found.map(({ part, line }) => `${part.file}:${line}`).join(', ');
      faults.add(named(step), `\`${anchor}\` is there ${found.length} times (${places}): give more of it`);
    } else starts.get(first.part)!.push({ step, line: first.line });
  }

  function segmentsOf(part: Part, unordered: readonly Start[]): { step: number; segment: Segment }[] {
    const ordered = unordered.toSorted((a, b) => a.line - b.line);
    if (ordered.length === 0 && parts.length > 0)
      faults.add(where, `no step shows ${part.name} of ${part.file}: anchor one in it, or leave it out`);
    checkOrder(part, ordered);
    return ordered.map(({ step, line }, index) => {
      const startLine = index === 0 ? part.symbol.startLine : line;
      const endLine = (ordered[index + 1]?.line ?? part.symbol.endLine + 1) - 1;
      if (endLine < startLine)
        faults.add(
          named(step),
          `it begins on the same line as the next step (${part.file}:${line}): make them one`,
        );
      return { step, segment: { part, startLine, endLine } };
    });
  }

  function checkOrder(part: Part, ordered: readonly Start[]): void {
    const reasonOf = ({ step }: Start) => columnValue(entry.steps[step]!.elsewhere, column);
    const strict = ordered.filter((start) => reasonOf(start) === undefined);
    for (const [index, { step, line }] of strict.entries()) {
      const before = strict[index - 1];
      if (before !== undefined && before.step > step)
        faults.add(
          named(step),
          `it comes after step ${before.step + 1} here (${part.file}:${line}): move it, or say why it is elsewhere`,
        );
    }
  }

  /** A reason that was needed once hides the next change. */
  function checkReasons(): void {
    for (const [step, { elsewhere }] of entry.steps.entries()) {
      if (columnValue(elsewhere, column) === undefined) continue;
      const isMoved = parts.some((part) => isOutOfOrder(step, starts.get(part)!));
      if (!isMoved) faults.add(named(step), 'it stands in order: it needs no reason for being elsewhere');
    }
  }
}

/** Whether one of the step's places is before an earlier step, or behind a later one. */
function isOutOfOrder(step: number, starts: readonly Start[]): boolean {
  const own = starts.filter((start) => start.step === step);
  return own.some(({ line }) =>
    starts.some(
      (other) => (other.step < step && other.line > line) || (other.step > step && other.line < line),
    ),
  );
}
