// Colours: one for each term, the same in every column, and red for trouble. None where a stream is not a terminal or NO_COLOR is
// set; every term is also written out.

import { styleText } from 'node:util';
import type { Term } from '@three-ways/raft-core';

export type Style = Parameters<typeof styleText>[0];
/** Styles text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Styles text for a stream. Colour support is checked once: long traces have many lines. */
export function paintFor(stream: NodeJS.WritableStream): Paint {
  const takesColours = styleText('bold', 'x', { stream, validateStream: true }) !== 'x';
  return takesColours ? paintAlways : (_style, text) => text;
}

function paintAlways(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}

/** Consecutive terms differ. */
const termColours = ['cyan', 'yellow', 'magenta', 'green', 'blue'] as const;

/** One object a term, so that runs of one style are found by identity. */
const plain: readonly Style[] = [...termColours];
const bold: readonly Style[] = termColours.map((colour) => ['bold', colour]);

/** A term's colour; dim for term 0. */
export function colourOf(term: Term, emphasis?: 'bold'): Style {
  if (term === 0) return dim;
  return (emphasis === 'bold' ? bold : plain)[(term - 1) % termColours.length]!;
}

export const trouble: Style = ['bold', 'red'];
export const dim: Style = 'dim';
export const strong: Style = 'bold';
