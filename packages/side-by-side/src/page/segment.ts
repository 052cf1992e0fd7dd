// A segment of code as HTML: a list whose numbers are the file's line numbers. One letter per class, since there are thousands of lines.

import { basename } from 'node:path';
import type { Column } from '../chapters/chapter.ts';
import { type Run, runsOf } from '../code/highlight.ts';
import type { Part, Segment } from '../listing/listing.ts';
import { escape } from './html.ts';
import type { Links } from './links.ts';

/** Widest indentation for which there is a class. */
const deepest = 12;

const runs = new WeakMap<Part, Run[][]>();

export function segmentHtml({ part, startLine, endLine }: Segment, column: Column, links: Links): string {
  const all = runs.getOrInsertComputed(part, () => runsOf(part, column));
  const from = startLine - part.symbol.startLine;
  const lines = all.slice(from, from + endLine - startLine + 1);
  const margin = indentOf(all[0]!);
  const items = lines.map((line) => lineHtml(line, margin)).join('\n');
  const range = startLine === endLine ? `line ${startLine}` : `lines ${startLine} to ${endLine}`;
  const label = `${basename(part.file)}, ${range}`;
  const link = `<a href="${links.lines(part.file, startLine, endLine)}" title="${label}" aria-label="${label}"></a>`;
  return `<div class=g>${link}<ol start=${startLine}>\n${items}\n</ol></div>`;
}

function lineHtml(line: readonly Run[], margin: number): string {
  const depth = Math.min(deepest, Math.max(0, indentOf(line) - margin));
  const [first, ...rest] = line;
  const shown = first === undefined ? [] : [{ ...first, text: first.text.trimStart() }, ...rest];
  const code = shown.map(runHtml).join('');
  return depth === 0 ? `<li>${code}` : `<li class=d${depth}>${code}`;
}

function runHtml({ text, kind, isWait }: Run): string {
  if (isWait) return `<b class=w>${escape(text)}</b>`;
  if (kind === null || text === '') return escape(text);
  const code = text.trimEnd();
  return `<i class=${kind}>${escape(code)}</i>${text.slice(code.length)}`;
}

/** Columns of white space at the beginning; a tab is two. */
function indentOf(line: readonly Run[]): number {
  const [white = ''] = /^\s*/.exec(line.map(({ text }) => text).join('')) ?? [];
  return white.replaceAll('\t', '  ').length;
}
