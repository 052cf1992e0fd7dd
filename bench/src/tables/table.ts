// A table as suites describe it; terminal.ts and markdown.ts draw it.

export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  /** Columns of the terminal beyond which text wraps. */
  readonly width?: number;
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** Notes printed below the table: what the numbers mean. */
  readonly notes: readonly string[];
}

/** Cell without a value. */
export const nothing = '–';

/** Length of the longest cell of a column, its head among them (characters). */
export function longestCell({ columns, rows }: Table, position: number): number {
  return Math.max(columns[position]!.head.length, ...rows.map((row) => (row[position] ?? '').length));
}

/** @param width columns of the terminal beyond which text wraps */
export function left(head: string, width?: number): Column {
  return { head, align: 'left', ...(width !== undefined && { width }) };
}

export function right(head: string): Column {
  return { head, align: 'right' };
}
