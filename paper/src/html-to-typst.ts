// A whole HTML page to one Typst source: the head becomes the call of the template, the body its content.

import { parse } from 'parse5';
import { blocks } from './blocks.ts';
import { attribute, type Element, findElements, type Node, textOf } from './dom.ts';
import { BuildError } from './errors.ts';
import type { Conversion } from './inline.ts';
import { escapeMarkup, quote } from './typst-text.ts';

/** Converts a page as markdown-pdf writes it. Throws BuildError at an element that has no rule. */
export function htmlToTypst(html: string): string {
  const nodes = parse(html).childNodes as Node[];
  const body = findElements(nodes, ({ tagName }) => tagName === 'body')[0]?.childNodes ?? [];
  const conversion: Conversion = {
    place: 'the front matter',
    footnotes: new Map(),
    footnotesSet: new Set(),
    begun: false,
  };
  const footnotes = footnoteTexts(body, conversion);
  const content = blocks(body, { ...conversion, footnotes });
  return `${preamble(nodes)}\n\n${content}\n`;
}

function preamble(nodes: readonly Node[]): string {
  const metas = findElements(nodes, ({ tagName }) => tagName === 'meta');
  const title = findElements(nodes, ({ tagName }) => tagName === 'title')[0];
  const [year, month, day] = metaValue(metas, 'date').split('-').map(Number);
  return `#import "/template.typ": columns, paper, reading, results, stack
#show: paper.with(
  title: ${quote(title ? textOf(title) : '')},
  authors: (${metaValues(metas, 'author').map(quote).join(', ')},),
  date: datetime(year: ${year}, month: ${month}, day: ${day}),
  abstract: [${escapeMarkup(metaValue(metas, 'description'))}],
  keywords: (${metaValues(metas, 'keyword').map(quote).join(', ')},),
)`;
}

function metaValues(metas: readonly Element[], name: string): string[] {
  return metas
    .filter((meta) => attribute(meta, 'name') === name)
    .map((meta) => attribute(meta, 'content') ?? '');
}

function metaValue(metas: readonly Element[], name: string): string {
  const [value] = metaValues(metas, name);
  if (value === undefined) throw new BuildError(`the page's head lacks the ${name}`);
  return value;
}

/** Remarkable gathers footnotes at the end; Typst wants each where it is referred to. */
function footnoteTexts(body: readonly Node[], conversion: Conversion): Map<string, string> {
  const notes = findElements(body, (element) => attribute(element, 'class') === 'footnote-item');
  return new Map(
    notes.map((note) => [attribute(note, 'id') ?? '', blocks(withoutBackLinks(note), conversion)]),
  );
}

function withoutBackLinks(note: Element): Node[] {
  const isBackLink = (element: Element) => attribute(element, 'class') === 'footnote-backref';
  for (const back of findElements(note.childNodes, isBackLink)) {
    const siblings = back.parentNode?.childNodes ?? [];
    siblings.splice(siblings.indexOf(back), 1);
  }
  return note.childNodes;
}
