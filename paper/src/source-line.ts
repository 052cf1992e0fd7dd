// A line of the paper, or of what is put into it, with the place that it came from.

export interface SourceLine {
  text: string;
  /** `file:line`, counted from 1. */
  place: string;
}

/** A file's lines, each with its place; `firstLine` is the number of the first. */
export function placedLines(text: string, file: string, firstLine = 1): SourceLine[] {
  return text.split('\n').map((line, index) => ({ text: line, place: `${file}:${firstLine + index}` }));
}
