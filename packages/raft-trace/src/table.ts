// Text in columns: tables, and two texts side by side.

import { truncate } from './canvas.ts';

/** Minimal column widths; words left-aligned, numbers right-aligned. */
export function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [heads, ...rows];
  const widths = heads.map((_, i) => Math.max(...all.map((cells) => cells[i]!.length)));
  const isNumeric = heads.map((_, i) => rows.every((cells) => /^[\d.,]*$/.test(cells[i]!)));
  return all.map((cells) =>
    cells
      .map((cell, i) => (isNumeric[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('   ')
      .trimEnd(),
  );
}

/** Two texts side by side, each truncated to half the width. */
export function sideBySide(left: readonly string[], right: readonly string[], width: number): string[] {
  const half = Math.max(1, Math.floor((width - 3) / 2));
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
    const [one, other] = [left[i] ?? '', right[i] ?? ''].map((text) => truncate(text, half)) as [
      string,
      string,
    ];
    return `${one.padEnd(half)} │ ${other}`.trimEnd();
  });
}
