// Pipe tables and figures to Typst: both are floats with a caption and a number.

import { attribute, childElements, type Element, textOf } from './dom.ts';
import { BuildError } from './errors.ts';
import { type Conversion, inline } from './inline.ts';
import { call, escapeMarkup, quote } from './typst-text.ts';

/** A caption line above a table: `Table: what it shows`. */
export const TABLE_CAPTION = /^\s*Table:\s*/;

/** Converts a table; `caption` is the paragraph above it, its `Table:` still in front, if there is one. */
export function table(element: Element, caption: Element | undefined, conversion: Conversion): string {
  const [head, ...body] = tableRows(element);
  if (!head) throw new BuildError(`${conversion.place}: the table has no rows`);
  const columns = childElements(head).length;
  const rows = body.map((row) => cells(row, columns, conversion).join(', '));
  const alignments = childElements(head).map(alignment);
  const typst = `table(
  ${[`columns: ${columns}`, `align: (${alignments.join(', ')},)`, ...header(head, conversion), ...rows].join(',\n  ')}
)`;
  if (!caption) return call('align', ['center', typst]);
  const args = ['kind: table', `caption: [${captionText(caption, conversion)}]`, typst];
  return labelled(call('figure', args), conversion.included && `table:${conversion.included}`);
}

/** Converts an image that is alone in its paragraph: the title is its caption, the alternative its description. */
export function figure(image: Element, { place, begun }: Conversion): string {
  const source = attribute(image, 'src') ?? '';
  const alt = attribute(image, 'alt') ?? '';
  const caption = attribute(image, 'title');
  if (!/^[\w./-]+\.(svg|png)$/.test(source) || source.startsWith('/')) {
    throw new BuildError(
      `${place}: the figure "${source}" is not the path of an SVG or PNG file beside paper.md`,
    );
  }
  if (alt.trim() === '')
    throw new BuildError(`${place}: the figure ${source} needs a description: ![description](…)`);
  const content = `image(${quote(`/${source}`)}, alt: ${quote(alt)})`;
  const args = caption ? [`caption: [${escapeMarkup(caption)}]`] : [];
  if (!begun) args.push('placement: none');
  const name = /([\w-]+)\.\w+$/.exec(source)![1]!;
  return labelled(call('figure', ['kind: image', ...args, content]), `figure:${name}`);
}

/** What a reference finds the figure or table by. */
function labelled(typst: string, name: string | undefined): string {
  return name === undefined ? typst : `${typst.slice(0, -1)} #label(${quote(name)});`;
}

/** A head whose cells are all empty is how Markdown says that a table has none. */
function header(head: Element, conversion: Conversion): string[] {
  if (textOf(head).trim() === '') return [];
  const found = cells(head, childElements(head).length, conversion);
  const bold = found.map((cell) => `strong${cell}`);
  return [`table.header(${bold.join(', ')}, table.hline())`];
}

function captionText(caption: Element, conversion: Conversion): string {
  const text = inline(caption.childNodes, conversion);
  return text.replace(TABLE_CAPTION, '');
}

function tableRows(element: Element): Element[] {
  return childElements(element, 'thead', 'tbody').flatMap((part) => childElements(part, 'tr'));
}

function cells(row: Element, columns: number, conversion: Conversion): string[] {
  const found = childElements(row, 'th', 'td');
  if (found.length !== columns) {
    throw new BuildError(
      `${conversion.place}: a table row has ${found.length} cells, its head has ${columns}`,
    );
  }
  return found.map((cell) => `[${inline(cell.childNodes, conversion)}]`);
}

function alignment(cell: Element): string {
  return /text-align:\s*(left|right|center)/.exec(attribute(cell, 'style') ?? '')?.[1] ?? 'left';
}
