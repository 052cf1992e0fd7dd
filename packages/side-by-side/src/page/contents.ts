// A chapter's contents: its functions, and how long and complex each is in each column.

import type { Column } from '../chapter/chapter.ts';
import type { ListedChapter, ListedEntry } from '../listing/listing.ts';
import { escapeHtml } from '../markup/html.ts';
import { columnNames } from './columns.ts';
import { measuresOf } from './measures.ts';

export function contentsHtml({ chapter, entries }: ListedChapter): string {
  const heads = chapter.columns.map((column) => `<th scope=col>${columnNames[column].label}`).join('');
  const rows = entries.map((entry) => rowHtml(entry, chapter.columns)).join('\n');
  return `<div class=table tabindex=0 role=region aria-label="Contents, with lines and complexity"><table class=contents>
<caption>Lines of code; small: cyclomatic complexity</caption>
<thead><tr><th scope=col>Function${heads}</thead>
<tbody>
${rows}
</tbody></table></div>`;
}

function rowHtml({ entry, columns }: ListedEntry, all: readonly Column[]): string {
  const measures = all.map((column) => measuresOf(column, columns.get(column)));
  const most = Math.max(1, ...measures.map((each) => each?.lines ?? 0));
  const cells = measures.map((each, index) => {
    if (each === null) return '<td class=nothing>none';
    const share = Math.round((100 * each.lines) / most);
    return `<td class="bar ${all[index]}" style="--share:${share}%">${each.lines} <small>${each.complexity}</small>`;
  });
  return `<tr><th scope=row><a href="#${entry.id}">${escapeHtml(entry.title)}</a>${cells.join('')}`;
}
