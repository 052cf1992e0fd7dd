// A table as the suites describe it, before it is drawn in a terminal or written as Markdown.

export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** What the numbers mean: one sentence or two each, printed below the table. */
  readonly notes: readonly string[];
}

/** What stands where there is no number. */
export const nothing = '–';

export function left(head: string): Column {
  return { head, align: 'left' };
}

export function right(head: string): Column {
  return { head, align: 'right' };
}
