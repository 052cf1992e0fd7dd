// A line of the paper, or of what is put into it, with the place that it came from.

import { readFileSync } from 'node:fs';
import { BuildError, reason, shown } from './errors.ts';

export interface SourceLine {
  text: string;
  /** `file:line`, counted from 1. */
  place: string;
}

/** A file's text, without a byte order mark and with line feeds alone. @throws BuildError */
export function readSource(path: string): string {
  try {
    return readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .replaceAll('\r\n', '\n');
  } catch (error) {
    throw new BuildError(`can't read ${shown(path)}: ${reason(error)}`);
  }
}

/** The lines of a text, each with its place in the file. */
export function placedLines(text: string, file: string): SourceLine[] {
  return text.split('\n').map((line, index) => ({ text: line, place: `${file}:${index + 1}` }));
}

/** The lines of a file, each with its place. @throws BuildError */
export function readLines(path: string): SourceLine[] {
  return placedLines(readSource(path), shown(path));
}

/** Replaces each line outside of fenced code by others; throws one BuildError with all problems that this found. */
export function replaceLines(
  lines: readonly SourceLine[],
  change: (line: SourceLine, index: number) => readonly SourceLine[],
): SourceLine[] {
  const problems: string[] = [];
  let fenced = false;
  const changed = lines.flatMap((line, index) => {
    if (/^\s*(```|~~~)/.test(line.text)) fenced = !fenced;
    if (fenced) return [line];
    try {
      return change(line, index);
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new BuildError(problems);
  return changed;
}
