// How long the paper is. Characters of text are those of the title, the abstract, headings, paragraphs, lists and footnotes, with
// runs of blanks as one; code, tables, notes below tables, captions, citations and the list of sources do not count.

import { parseFragment } from 'parse5';
import { attribute, type Element, isElement, isText, type Node, textOf } from './dom.ts';
import { BuildError } from './errors.ts';
import type { FrontMatter } from './front-matter.ts';
import { TABLE_CAPTION } from './tables.ts';

export interface Length {
  readonly pages: number;
  readonly characters: number;
}

/** Counts the characters of text in the front matter and in the HTML of the body. */
export function charactersIn({ title, abstract }: FrontMatter, body: string): number {
  const nodes = parseFragment(body).childNodes as Node[];
  return [title, abstract, ...nodes.map(countedText)].join(' ').replace(/\s+/g, ' ').trim().length;
}

const uncounted = new Set(['pre', 'table', 'img', 'cite']);

function countedText(node: Node): string {
  if (isText(node)) return node.value;
  if (!isElement(node) || isUncounted(node)) return '';
  return node.childNodes.map(countedText).join('');
}

function isUncounted(element: Element): boolean {
  if (uncounted.has(element.tagName)) return true;
  if (element.tagName === 'div' && attribute(element, 'class') === 'results') return true;
  return element.tagName === 'p' && TABLE_CAPTION.test(textOf(element));
}

/** Holds a length against the limits of the front matter. Throws BuildError. */
export function requireLength(length: Length, { limits }: FrontMatter, place: string): void {
  const problems = Object.entries(limits).flatMap(([what, [least, most]]) => {
    const found = length[what as keyof Length];
    if (found >= least && found <= most) return [];
    return [`${place}: the paper has ${found} ${what}, and must have ${least} to ${most}`];
  });
  if (problems.length > 0) throw new BuildError(problems);
}
