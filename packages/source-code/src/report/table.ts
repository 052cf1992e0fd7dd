// Tables as text, for terminals of 80 columns.

/** The width of a terminal (characters). */
const pageWidth = 80;

/** The first column left-aligned, the others right-aligned. */
export function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heads, ...rows];
  const widths = heads.map((_, i) => Math.max(...all.map((cells) => cells[i]!.length)));
  const lines = all.map((cells) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' '),
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** A line broken at spaces, what follows indented. */
export function wrapped(line: string): string {
  const parts = line.match(new RegExp(`.{1,${pageWidth - 2}}(?:\\s|$)`, 'g')) ?? [];
  return parts.map((part, i) => `${i === 0 ? '' : '  '}${part.trimEnd()}\n`).join('');
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
