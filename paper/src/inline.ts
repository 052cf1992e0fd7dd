// Inline HTML to Typst. An element without a rule here is an error, never dropped.

import { attribute, type Element, isComment, isElement, isText, type Node, textOf } from './dom.ts';
import { BuildError } from './errors.ts';
import { call, escapeMarkup, quote } from './typst-text.ts';

export interface Conversion {
  /** Place in paper.md of the block being converted, as `file:line`. */
  place: string;
  /** Each footnote's text as Typst markup, by the id that references to it carry. */
  footnotes: ReadonlyMap<string, string>;
  /** The footnotes that have been set: a second reference points at the first one's note. */
  footnotesSet: Set<string>;
  /** Name of the table that was included around the block, by which it can be referred to. */
  included?: string;
  /** Whether a heading has been set: a figure before the first opens the paper, and stays where it is. */
  begun: boolean;
}

type InlineRule = (element: Element, conversion: Conversion) => string;

const wrapped =
  (name: string): InlineRule =>
  (element, conversion) =>
    call(name, [], inline(element.childNodes, conversion));

const rules: Record<string, InlineRule> = {
  a: link,
  br: () => call('linebreak', []),
  cite,
  code: (element) => call('raw', [quote(textOf(element))]),
  del: wrapped('strike'),
  em: wrapped('emph'),
  span: math,
  strong: wrapped('strong'),
  sub: wrapped('sub'),
  sup: (element, conversion) =>
    attribute(element, 'class') === 'footnote-ref'
      ? footnote(element, conversion)
      : wrapped('super')(element, conversion),
};

export const inlineElements: readonly string[] = Object.keys(rules);

/** Converts a run of inline nodes. */
export function inline(nodes: readonly Node[], conversion: Conversion): string {
  return nodes.map((node) => inlineNode(node, conversion)).join('');
}

function inlineNode(node: Node, conversion: Conversion): string {
  if (isText(node)) return escapeMarkup(node.value);
  if (isComment(node)) return '';
  const rule = isElement(node) ? rules[node.tagName] : undefined;
  if (!rule || !isElement(node)) throw unknownElement(node, conversion);
  return rule(node, conversion);
}

export function unknownElement(node: Node, { place }: Conversion): BuildError {
  const where = isElement(node) && node.tagName === 'img' ? '; give a figure a paragraph of its own' : '';
  return new BuildError(`${place}: the HTML element <${node.nodeName}> can't be typeset here${where}`);
}

/** Scheme of links into the page that `pnpm read` makes: `reading:servers.html#campaign`. */
const READING = 'reading:';

function link(element: Element, conversion: Conversion): string {
  const href = attribute(element, 'href') ?? '';
  const text = inline(element.childNodes, conversion);
  if (href.startsWith('#')) return call('link', [`label(${quote(href.slice(1))})`], text);
  if (href.startsWith(READING)) return call('reading', [quote(href.slice(READING.length))], text);
  if (/^(https?|mailto):/.test(href)) return call('link', [quote(href)], text);
  throw new BuildError(`${conversion.place}: the link to "${href}" leads nowhere outside the repository`);
}

/** A citation of the paper's own figures and tables, by the name that they are drawn by. */
export const FLOAT = /^(figure|table):/;

function cite(element: Element, conversion: Conversion): string {
  const keys = attribute(element, 'data-keys');
  if (keys === undefined) throw unknownElement(element, conversion);
  const supplement = attribute(element, 'data-supplement');
  const more = supplement ? [`supplement: [${escapeMarkup(supplement)}]`] : [];
  return keys
    .split(' ')
    .map((key) =>
      FLOAT.test(key)
        ? call('ref', [`label(${quote(key)})`])
        : call('cite', [`label(${quote(key)})`, ...more]),
    )
    .join('');
}

/** The formula's own source serves as its description for readers who listen to the page. */
function math(element: Element, conversion: Conversion): string {
  if (attribute(element, 'class') !== 'math') throw unknownElement(element, conversion);
  const formula = textOf(element);
  return call('math.equation', [`alt: ${quote(formula)}`, `$${formula}$`]);
}

function footnote(element: Element, conversion: Conversion): string {
  const anchor = element.childNodes.find(isElement);
  const id = (anchor && attribute(anchor, 'href'))?.slice(1) ?? '';
  const text = conversion.footnotes.get(id);
  if (text === undefined) throw new BuildError(`${conversion.place}: the footnote "${id}" has no text`);
  if (conversion.footnotesSet.has(id)) return call('footnote', [`label(${quote(id)})`]);
  conversion.footnotesSet.add(id);
  return `${call('footnote', [], text).slice(0, -1)} #label(${quote(id)});`;
}
