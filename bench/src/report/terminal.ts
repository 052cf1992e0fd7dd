// Tables as text of at most 100 columns. Heads are bold on a terminal, unless NO_COLOR is set.

import { stripVTControlCharacters, styleText } from 'node:util';
import CliTable from 'cli-table3';
import type { Table } from '../tables/table.ts';

const noteWidth = 80;

type Style = Parameters<typeof styleText>[0];
/** Styles text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Styles text for a terminal; leaves it plain for other streams, or if NO_COLOR is set. */
export function paintFor(stream: NodeJS.WritableStream): Paint {
  return (style, text) => styleText(style, text, { stream, validateStream: true });
}

const bare = Object.fromEntries(
  [
    ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
  ]
    .flat()
    .map((part) => [part, '']),
);

export function toTerminal({ caption, columns, rows, notes }: Table, paint: Paint): string {
  const table = new CliTable({
    head: columns.map(({ head }) => paint('bold', head)),
    ...(columns.some(({ width }) => width) && {
      colWidths: columns.map(({ width }) => width ?? null),
      wordWrap: true,
    }),
    colAligns: columns.map(({ align }) => align),
    chars: { ...bare, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => [...row]));
  const lines = table.toString().split('\n').map(trimEnd);
  const heading = wrap(caption).map((line) => paint(['bold', 'underline'], line));
  return [...heading, '', ...lines, '', ...notes.flatMap(wrap), ''].join('\n');
}

/** cli-table3 fills the last column with spaces. */
function trimEnd(line: string): string {
  return stripVTControlCharacters(line) === line ? line.trimEnd() : line;
}

/** Breaks a note into lines that fit. */
export function wrap(note: string): string[] {
  const lines = [''];
  for (const word of note.split(' ')) {
    const line = `${lines.at(-1)} ${word}`.trim();
    if (line.length <= noteWidth) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}
