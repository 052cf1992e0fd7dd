// Tables as text, for terminals of 80 columns.

/** Width of a line of all tables (characters). */
export const pageWidth = 80;

/** The first column left-aligned, the others right-aligned. */
export function tableOf(heads: readonly string[], rows: readonly (readonly string[])[], gap = 2): string {
  const all = [heads, ...rows];
  const widths = heads.map((_, i) => Math.max(...all.map((cells) => cells[i]!.length)));
  const lines = all.map((cells) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** The end of a text that is too long: of a path, the more telling part. */
export function shortened(text: string, width: number): string {
  return text.length <= width ? text : `…${text.slice(1 - width)}`;
}

export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((cells) => `${cells.map((cell) => quoted(String(cell))).join(',')}\n`).join('');
}

/** RFC 4180. */
function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
