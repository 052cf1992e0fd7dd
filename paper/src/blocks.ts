// Block HTML to Typst: headings, paragraphs, lists, listings and what holds them. An element without a rule here is
// an error, never dropped.

import {
  attribute,
  type Comment,
  childElements,
  type Element,
  findElements,
  isBlank,
  isComment,
  isElement,
  type Node,
  textOf,
} from './dom.ts';
import { BuildError } from './errors.ts';
import { type Conversion, inline, inlineElements, unknownElement } from './inline.ts';
import { PLACE_COMMENT } from './source-checks.ts';
import { figure, TABLE_CAPTION, table } from './tables.ts';
import { call, quote, slug } from './typst-text.ts';

type BlockRule = (element: Element, conversion: Conversion, before: Element | undefined) => string;

const rules: Record<string, BlockRule> = {
  blockquote: (element, conversion) => call('quote', ['block: true'], blocks(element.childNodes, conversion)),
  div: division,
  h1: heading(1),
  h2: heading(2),
  h3: heading(3),
  hr: (element) => (attribute(element, 'class') === 'footnotes-sep' ? '' : call('line', ['length: 100%'])),
  ol: orderedList,
  p: paragraph,
  pre: listing,
  // Each footnote was taken up where it is referred to.
  section: (element, conversion) => {
    if (attribute(element, 'class') !== 'footnotes') throw unknownElement(element, conversion);
    return '';
  },
  table: (element, conversion, before) =>
    table(element, before && isCaption(before) ? before : undefined, conversion),
  ul: (element, conversion) => call('list', items(element, conversion)),
};

/** Every element that can be typeset, for checks at the source. `img` and the parts of lists and tables included. */
export const knownElements: ReadonlySet<string> = new Set([
  ...Object.keys(rules),
  ...inlineElements,
  ...['img', 'li', 'thead', 'tbody', 'tr', 'th', 'td'],
]);

/** Converts a run of block nodes; inline nodes between them (as in a tight list item) form paragraphs. */
export function blocks(nodes: readonly Node[], conversion: Conversion): string {
  const parts: string[] = [];
  let loose: Node[] = [];
  const endLoose = () => {
    if (!loose.every(isBlank)) parts.push(inline(loose, conversion).trim());
    loose = [];
  };
  let before: Element | undefined;
  for (const node of nodes) {
    if (isPlace(node)) {
      endLoose();
      parts.push(moveTo(node.data, conversion));
    } else if (isElement(node) && !inlineElements.includes(node.tagName)) {
      endLoose();
      parts.push(block(node, conversion, before));
      before = node;
    } else loose.push(node);
  }
  endLoose();
  return parts.filter((part) => part !== '').join('\n\n');
}

const isPlace = (node: Node): node is Comment => isComment(node) && PLACE_COMMENT.test(node.data);

/** Notes the place for our own errors, and in the Typst source for those of the typesetter. */
function moveTo(comment: string, conversion: Conversion): string {
  conversion.place = PLACE_COMMENT.exec(comment)?.[1] ?? conversion.place;
  return `// at ${conversion.place}`;
}

function block(element: Element, conversion: Conversion, before: Element | undefined): string {
  const rule = rules[element.tagName];
  if (!rule) throw unknownElement(element, conversion);
  return rule(element, conversion, before);
}

function heading(level: number): BlockRule {
  return (element, conversion) => {
    conversion.begun = true;
    const text = inline(element.childNodes, conversion);
    return `${call('heading', [`level: ${level}`], text).slice(0, -1)} #label(${quote(slug(textOf(element)))});`;
  };
}

function paragraph(element: Element, conversion: Conversion): string {
  const inside = element.childNodes.filter((node) => !isBlank(node));
  const [only] = inside;
  if (inside.length === 1 && only && isElement(only) && only.tagName === 'img')
    return figure(only, conversion);
  if (isCaption(element)) return captionAlone(element, conversion);
  return inline(element.childNodes, conversion).trim();
}

const isCaption = (element: Element) => element.tagName === 'p' && TABLE_CAPTION.test(textOf(element));

/** A caption is set with the table below it, so by itself it is nothing; without a table it is a mistake. */
function captionAlone(element: Element, conversion: Conversion): string {
  const siblings = element.parentNode?.childNodes ?? [];
  const next = siblings.slice(siblings.indexOf(element) + 1).find((node) => !isBlank(node));
  if (next && isElement(next) && next.tagName === 'table') return '';
  throw new BuildError(`${conversion.place}: no table follows the caption "${textOf(element).trim()}"`);
}

function listing(element: Element): string {
  const [code] = childElements(element, 'code');
  const language = /language-(\S+)/.exec((code && attribute(code, 'class')) ?? '')?.[1];
  const args = ['block: true', ...(language ? [`lang: ${quote(language)}`] : [])];
  return call('raw', [...args, quote(textOf(code ?? element).replace(/\n$/, ''))]);
}

function orderedList(element: Element, conversion: Conversion): string {
  const start = Number(attribute(element, 'start') ?? 1);
  return call('enum', [`start: ${start}`, ...items(element, conversion)]);
}

/** A list is loose, with space between its items, where the Markdown leaves blank lines between them. */
function items(list: Element, conversion: Conversion): string[] {
  const found = childElements(list, 'li');
  const tight = found.every((item) => childElements(item, 'p').length === 0);
  return [`tight: ${tight}`, ...found.map((item) => `[${blocks(item.childNodes, conversion)}]`)];
}

/** Rows of what takes most of a page and may be parted. */
const longTable = 30;

/** What an included file or a listing is put into. */
function division(element: Element, conversion: Conversion): string {
  const kind = attribute(element, 'class');
  if (kind === 'results') {
    const included = attribute(element, 'data-name');
    const inside = included === undefined ? conversion : { ...conversion, included };
    const long = findElements(element.childNodes, ({ tagName }) => tagName === 'tr').length > longTable;
    return call('results', [`long: ${long}`], `\n${blocks(element.childNodes, inside)}\n`);
  }
  if (kind !== 'columns' && kind !== 'stack') throw unknownElement(element, conversion);
  const listings = childElements(element, 'pre');
  const widths = listings.map((pre) =>
    Math.max(
      ...textOf(pre)
        .split('\n')
        .map(({ length }) => length),
    ),
  );
  const reading = attribute(element, 'data-reading');
  return call(kind, [
    `widths: (${widths.join(', ')},)`,
    ...(reading === undefined ? [] : [`at: ${quote(reading)}`]),
    ...listings.map((pre) => `[${listing(pre)}]`),
  ]);
}
