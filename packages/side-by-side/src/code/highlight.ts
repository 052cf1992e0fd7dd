// Colours code at build time: shiki's tokens as runs of one kind, merged, with the waiting points marked.

import { type SourceFile, waitsIn } from '@three-ways/source-code';
import { createHighlighter } from 'shiki';
import type { Column } from '../chapter/chapter.ts';
import type { Part } from '../listing/listing.ts';
import { type Kind, kinds, numberOf, theme } from './theme.ts';
import { marksOf } from './waits.ts';

/** Code of one kind on one line. */
export interface Run {
  readonly text: string;
  readonly kind: Kind | null;
  /** Whether a task may have to wait here. */
  readonly isWait: boolean;
}

const highlighter = await createHighlighter({ themes: [theme], langs: ['typescript', 'go', 'python'] });
const kindOfColour = new Map<string, Kind>(kinds.map((kind) => [numberOf(kind), kind]));

interface Token {
  readonly text: string;
  readonly kind: Kind | null;
  readonly offset: number;
}

const coloured = new WeakMap<SourceFile, readonly (readonly Token[])[]>();

/** The runs of each line of a part, from its first line to its last. */
export function runsOf(part: Part, column: Column): Run[][] {
  const { source, node, startLine, endLine } = part.symbol;
  const lines = coloured.getOrInsertComputed(source, colour).slice(startLine - 1, endLine);
  const model = column === 'typescript' ? 'async' : column;
  const marks = column === 'typescript' ? [] : marksOf(waitsIn({ source, node }, model));
  return lines.map((line) => merged(line.flatMap((token) => splitAt(token, marks))));
}

function colour({ text, language }: SourceFile): Token[][] {
  const { tokens } = highlighter.codeToTokens(text, { lang: language, theme: 'kinds' });
  return tokens.map((line) =>
    line.map(({ content, color = '', offset }) => ({
      text: content,
      kind: content.trim() === '' ? null : (kindOfColour.get(color) ?? null),
      offset,
    })),
  );
}

/** A token in pieces, at the borders of waiting points. */
function splitAt({ text, kind, offset }: Token, marks: readonly (readonly [number, number])[]): Run[] {
  const borders = marks.flat().filter((border) => border > offset && border < offset + text.length);
  const cuts = [offset, ...borders, offset + text.length];
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index]!;
    const isWait = marks.some(([from, to]) => from <= start && end <= to);
    return { text: text.slice(start - offset, end - offset), kind, isWait };
  });
}

/** Neighbours of one kind as one; spaces belong to what is before. */
function merged(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    const isSpace = run.text.trim() === '';
    const joins = last !== undefined && (isSpace || (last.kind === run.kind && last.isWait === run.isWait));
    if (joins && !(isSpace && last.isWait))
      result[result.length - 1] = { ...last, text: last.text + run.text };
    else result.push(run);
  }
  return result;
}
