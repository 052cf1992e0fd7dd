// A segment of code as HTML: a list whose numbers are the file's line numbers. As few letters as possible, since there are thousands of
// lines: keywords are <b>, types <i>, strings <u>, comments <em>, waiting points <mark>.

import type { Column } from '../chapter/chapter.ts';
import { type Run, runsOf } from '../code/highlight.ts';
import type { Kind } from '../code/theme.ts';
import { docstringOf } from '../listing/find-part.ts';
import type { Part, Segment } from '../listing/listing.ts';
import { escapeContent } from '../markup/html.ts';
import type { Links } from './links.ts';

/** Widest indentation for which there is a class. */
const deepest = 12;

const elements: Readonly<Record<Kind, string>> = { keyword: 'b', type: 'i', string: 'u', comment: 'em' };

const runs = new WeakMap<Part, Run[][]>();

export function segmentHtml({ part, startLine, endLine }: Segment, column: Column, links: Links): string {
  const all = runs.getOrInsertComputed(part, () => runsOf(part, column));
  const margin = indentOf(all[0]!);
  const items = shownLines(part, startLine, endLine).map((line, index, lines) => {
    const isFirst = index === 0;
    const follows = isFirst || lines[index - 1] === line - 1;
    const link = isFirst ? `<a href=${links.lines(part.file, startLine, endLine)}>${line}</a>` : '';
    return lineHtml(all[line - part.symbol.startLine]!, margin, follows ? '' : ` value=${line}`, link);
  });
  return `<ol start=${startLine}>\n${items.join('\n')}\n</ol>`;
}

/** All lines but those of a docstring: the notes are the prose here, and comments above a function are left out, too. */
function shownLines({ symbol }: Part, startLine: number, endLine: number): number[] {
  const [from, to] = docstringOf(symbol) ?? [0, 0];
  const lines = Array.from({ length: endLine - startLine + 1 }, (_, index) => startLine + index);
  return lines.filter((line) => line < from || line > to);
}

function lineHtml(line: readonly Run[], margin: number, value: string, link: string): string {
  const depth = Math.min(deepest, Math.max(0, indentOf(line) - margin));
  const [first, ...rest] = line;
  const shown = first === undefined ? [] : [{ ...first, text: first.text.trimStart() }, ...rest];
  const depthClass = depth === 0 ? '' : ` class=d${depth}`;
  return `<li${depthClass}${value}>${link}${shown.map(runHtml).join('')}`;
}

function runHtml({ text, kind, isWait }: Run): string {
  if (isWait) return `<mark>${escapeContent(text)}</mark>`;
  if (kind === null || text === '') return breakable(text);
  const code = text.trimEnd();
  const element = elements[kind];
  return `<${element}>${breakable(code)}</${element}>${text.slice(code.length)}`;
}

/** A long word may break before a dot and after a parenthesis, in a narrow column. */
function breakable(text: string): string {
  const broken = text.replaceAll(/\S{20,}/g, (word) =>
    word.replaceAll(/(?<=.{8})(?=\.\w)|(?<=\()(?=\w)/g, '\0'),
  );
  return escapeContent(broken).replaceAll('\0', '<wbr>');
}

/** Columns of white space at the beginning; a tab is two. */
function indentOf(line: readonly Run[]): number {
  const [white = ''] = /^\s*/.exec(line.map(({ text }) => text).join('')) ?? [];
  return white.replaceAll('\t', '  ').length;
}
