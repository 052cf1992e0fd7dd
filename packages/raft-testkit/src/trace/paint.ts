// Colours: a term is one, the same in every column, and trouble is red. Where a stream is no terminal, or NO_COLOR is set,
// there are none, and nothing is lost by it: every term is also written out.

import { styleText } from 'node:util';
import type { Term } from '@three-ways/raft-core';

export type Style = Parameters<typeof styleText>[0];
/** Styles text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Styles text for a stream. Whether it takes colours is found out once: long traces have many lines. */
export function paintFor(stream: NodeJS.WritableStream): Paint {
  const takesColours = styleText('bold', 'x', { stream, validateStream: true }) !== 'x';
  return takesColours ? paintAlways : (_style, text) => text;
}

function paintAlways(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}

/** Neighbouring terms differ, and colours come again only after some. */
const termColours = ['cyan', 'yellow', 'magenta', 'green', 'blue'] as const;

/** The same object for the same term: runs of one style are found by comparing. */
const plain: readonly Style[] = [...termColours];
const bold: readonly Style[] = termColours.map((colour) => ['bold', colour]);

/** The colour of a term; before the first election there is none. */
export function colourOf(term: Term, emphasis?: 'bold'): Style {
  if (term === 0) return dim;
  return (emphasis === 'bold' ? bold : plain)[(term - 1) % termColours.length]!;
}

export const trouble: Style = ['bold', 'red'];
export const dim: Style = 'dim';
export const strong: Style = 'bold';
