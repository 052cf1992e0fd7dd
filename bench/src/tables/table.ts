// A table as suites describe it; terminal.ts and markdown.ts draw it.

export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
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

export function left(head: string): Column {
  return { head, align: 'left' };
}

export function right(head: string): Column {
  return { head, align: 'right' };
}
