// Tables as Markdown for the paper: a caption line, a pipe table, and what the numbers mean in plain lines below.

import type { Column, Table } from '../tables/table.ts';

export function toMarkdown(tables: readonly Table[]): string {
  return `${tables.map(tableToMarkdown).join('\n\n')}\n`;
}

/** Content of a suite's file if the suite was not run. */
export const notMeasuredMarkdown = 'Not measured in this run.\n';

function tableToMarkdown({ caption, columns, rows, notes }: Table): string {
  const lines = [columns.map(({ head }) => head), ...rows].map(toRow);
  lines.splice(1, 0, `|${columns.map(toRule).join('|')}|`);
  return [`Table: ${caption}`, lines.join('\n'), notes.map(escapeCell).join(' ')].join('\n\n').trimEnd();
}

function toRow(cells: readonly string[]): string {
  return `| ${cells.map(escapeCell).join(' | ')} |`;
}

function toRule({ align }: Column): string {
  return align === 'right' ? ' ---: ' : ' :--- ';
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('$', '\\$');
}
