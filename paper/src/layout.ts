// How the pages turned out: what a reader of the pictures would mark, as remarks of a line each. They don't fail a build, because
// another run's numbers move the text.

import type { NodeCompiler, NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';

interface Spot {
  readonly page: number;
  /** From the top of the page (pt). */
  readonly y: number;
}

/** What template.typ records of the pages, with sizes in pt. */
export interface Layout {
  readonly height: number;
  readonly width: number;
  /** Height of the bottom margin. */
  readonly margin: number;
  readonly headings: readonly (Spot & { readonly text: string })[];
  readonly floats: readonly (Spot & { readonly name: string })[];
  readonly references: readonly (Spot & { readonly name: string })[];
  /** Lowest line of text on each page, above the margin. */
  readonly lowest: readonly number[];
  /** Right end of the widest line of each page. */
  readonly widest: readonly number[];
}

/** Space at a page's foot that is not worth a remark (pt): four lines. */
const smallGap = 60;

/** Pages between a figure and its nearest mention that are too many. */
const far = 2;

/** Listings beside each other reach into the margins, up to here (pt). */
const narrowestMargin = 36;

/** Reads where everything stands; null from a template that does not record it. */
export function layoutOf(compiler: NodeCompiler, document: NodeTypstDocument): Layout | null {
  const [recorded] = compiler.query(document, { selector: '<layout>', field: 'value' }) as Omit<
    Layout,
    'lowest' | 'widest'
  >[];
  if (recorded === undefined) return null;
  return { ...recorded, ...extents(compiler.plainSvg(document), recorded) };
}

/** What to look at. */
export function remarksOn({ height, margin, headings, floats, references, lowest }: Layout): string[] {
  const gaps = lowest.slice(0, -1).flatMap((y, index) => {
    const gap = height - margin - y;
    return gap > smallGap ? [`page ${index + 1}: ${Math.round(gap / 28.35)} cm are empty at its foot`] : [];
  });
  const orphans = headings
    .filter(({ page, y }) => lowest[page - 1]! - y < 20)
    .map(({ page, text }) => `page ${page}: the heading "${text}" ends it`);
  const lost = floats.flatMap(({ name, page }) => {
    const distances = references.filter((one) => one.name === name).map((one) => Math.abs(one.page - page));
    if (distances.length === 0) return [`page ${page}: the text never mentions ${name}`];
    return Math.min(...distances) < far
      ? []
      : [`page ${page}: ${name} is ${Math.min(...distances)} pages from its mention`];
  });
  return [...gaps, ...orphans, ...lost];
}

/** Pages whose text runs out of the page: a table, a word or an address that can't be broken. Fails the build. */
export function overrunsIn({ width, widest }: Layout): string[] {
  return widest.flatMap((x, index) =>
    x <= width - narrowestMargin
      ? []
      : [`page ${index + 1}: a table, a word or an address runs over the right margin`],
  );
}

/** Where each page's text ends, out of the pages below each other as one SVG. */
function extents(
  svg: string,
  { height, margin }: Pick<Layout, 'height' | 'margin'>,
): Pick<Layout, 'lowest' | 'widest'> {
  const [lowest, widest]: number[][] = [[], []];
  const origins = [{ x: 0, y: 0 }];
  let isText = false;
  for (const [tag, end, element] of svg.matchAll(/<(\/?)(g|use)\b[^>]*>/g)) {
    const origin = origins.at(-1)!;
    const page = Math.floor(origin.y / height);
    if (element === 'use') {
      const x = origin.x + Number(/ x="([\d.-]+)"/.exec(tag)?.[1]);
      if (isText) widest![page] = Math.max(widest![page] ?? 0, x);
    } else if (end === '/') origins.pop();
    else if (!tag.endsWith('/>')) {
      const [, x = 0, y = 0] = /transform="matrix\((?:\S+ ){4}(\S+) (\S+)\)/.exec(tag) ?? [];
      const own = { x: origin.x + Number(x), y: origin.y + Number(y) };
      origins.push(own);
      isText = tag.includes('typst-text');
      const [at, onPage] = [Math.floor(own.y / height), own.y % height];
      if (isText && onPage <= height - margin + 1) lowest![at] = Math.max(lowest![at] ?? 0, onPage);
    }
  }
  return { lowest: Array.from(lowest!, (y) => y ?? 0), widest: Array.from(widest!, (x) => x ?? 0) };
}
