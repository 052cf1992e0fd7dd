// Values by column, looked up.

import type { ByColumn } from './chapter.ts';

/** The value of a column; undefined if none is given. */
export function columnValue<T>(values: ByColumn<T> | undefined, column: string): T | undefined {
  if (values === undefined) return undefined;
  const key = Object.keys(values).find((names) => names.split(' ').includes(column));
  return values[key ?? '*'];
}

/** All columns that are named, without `*`. */
export function namedIn(values: ByColumn<unknown>): string[] {
  return Object.keys(values)
    .flatMap((names) => names.split(' '))
    .filter((name) => name !== '*');
}
