// A table as HTML: the columns up to the last that is aligned left name its rows, and a target's name has its marker.

import type { Column, Table } from '../../tables/table.ts';
import { html, type Markup } from './markup.ts';

/** Names of targets by their titles, whose markers stand before them. */
export type Titles = ReadonlyMap<string, string>;

export function tableMarkup({ caption, columns, rows }: Table, titles: Titles): Markup {
  if (rows.length === 0) return html`<h3>${caption}</h3>`;
  const grouped = rows.some(([first]) => first === '');
  const body = rows.map((row) => rowMarkup(row, columns, { titles, begins: grouped && row[0] !== '' }));
  // A region that scrolls must be within reach of the keyboard, and named. The heading stays while the table scrolls.
  return html`<h3>${caption}</h3>
<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table aria-label="${caption}">
<thead><tr>${columns.map((column) => html`<th scope="col"${classOf(column)}>${column.head}</th>`)}</tr></thead>
<tbody>
${body}</tbody></table></div>`;
}

function classOf({ align }: Column): Markup | null {
  return align === 'right' ? html` class="right"` : null;
}

interface RowOptions {
  readonly titles: Titles;
  /** Whether a group of rows begins with it. */
  readonly begins: boolean;
}

function rowMarkup(
  row: readonly string[],
  columns: readonly Column[],
  { titles, begins }: RowOptions,
): Markup {
  const named = columns.findIndex((_, i) => titles.has(row[i] ?? '')); // the column with the target
  const head = Math.max(0, named);
  const cells = columns.map((column, i) => {
    const content = html`${markOf(titles.get(row[i] ?? ''))}${row[i] ?? ''}`;
    return i === head
      ? html`<th scope="row"${classOf(column)}>${content}</th>`
      : html`<td${classOf(column)}>${content}</td>`;
  });
  return html`<tr${begins ? html` class="group"` : null}>${cells}</tr>\n`;
}

function markOf(target: string | undefined): Markup | null {
  return target === undefined
    ? null
    : html`<svg class="chart swatch" aria-hidden="true"><use href="#mark-${target}"/></svg>`;
}

/** What the numbers mean, and what to hold against them. */
export function notesMarkup(notes: readonly string[]): Markup | null {
  return notes.length === 0
    ? null
    : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`;
}
