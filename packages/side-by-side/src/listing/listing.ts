// A chapter's listings: for each step and column the lines of the real sources.

import type { SourceFile, SourceSymbol } from '@three-ways/source-code';
import type { Chapter, Column, Entry, Step } from '../chapter/chapter.ts';

/** A symbol that a column shows, or one of several. */
export interface Part {
  /** Relative to the workspace's root. */
  readonly file: string;
  readonly name: string;
  readonly symbol: SourceSymbol;
}

/** Consecutive lines of a part; line numbers from 1, both included. */
export interface Segment {
  readonly part: Part;
  readonly startLine: number;
  readonly endLine: number;
}

/** What a column has for a step: code, or the reason why it has none. */
export type Cell =
  | { readonly segments: readonly Segment[]; readonly elsewhere: string | undefined }
  | { readonly none: string };

export interface ListedStep {
  readonly step: Step;
  readonly cells: ReadonlyMap<Column, Cell>;
}

/** A column of a function: its parts, or the reason why the model has none. */
export type ListedColumn = { readonly parts: readonly Part[] } | { readonly none: string };

export interface ListedEntry {
  readonly entry: Entry;
  readonly columns: ReadonlyMap<Column, ListedColumn>;
  readonly steps: readonly ListedStep[];
}

export interface ListedChapter {
  readonly chapter: Chapter;
  readonly entries: readonly ListedEntry[];
}

/** Reads and parses a file, named relative to the workspace's root. */
export type Reader = (file: string) => SourceFile;
