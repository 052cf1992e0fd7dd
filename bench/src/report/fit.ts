// Tables wider than the terminal, in parts that fit: each repeats the columns that name its rows.

import { longestCell, type Table } from '../tables/table.ts';

/** Space between two columns. */
const gap = 2;

/** The table, or its parts below each other. Columns that are too wide even alone stay so. @param width in characters */
export function fit(table: Table, width: number): Table[] {
  const parts = partsOf(table, width);
  return parts.map((positions, i) => ({
    ...table,
    caption: i === 0 ? table.caption : '(continued)',
    columns: positions.map((position) => table.columns[position]!),
    rows: table.rows.map((row) => positions.map((position) => row[position] ?? '')),
    notes: i === parts.length - 1 ? table.notes : [],
  }));
}

/** Positions of the columns of each part: those up to the last that is aligned left name the rows. */
function partsOf(table: Table, width: number): number[][] {
  const { columns } = table;
  const widthAt = (i: number) => columns[i]!.width ?? longestCell(table, i);
  const names = columns.slice(0, columns.findLastIndex(({ align }) => align === 'left') + 1).map((_, i) => i);
  const lengthOf = (part: readonly number[]) => part.reduce((sum, i) => sum + gap + widthAt(i), -gap);
  const parts = [[...names]];
  for (let i = names.length; i < columns.length; i++) {
    const part = parts.at(-1)!;
    if (part.length > names.length && lengthOf([...part, i]) > width) parts.push([...names, i]);
    else part.push(i);
  }
  return parts;
}
