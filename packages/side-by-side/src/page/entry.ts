// A function of a chapter as HTML: the heads of its columns, and a row for each step.

import { basename } from 'node:path';
import type { Column, Entry, Step } from '../chapter/chapter.ts';
import type { ReferenceResults } from '../figures/reference-results.ts';
import { unitTime } from '../figures/unit-time.ts';
import type { Cell, ListedColumn, ListedEntry, ListedStep } from '../listing/listing.ts';
import { escapeHtml, prose } from '../markup/html.ts';
import { columnNames, reference } from './columns.ts';
import type { Links } from './links.ts';
import { measuresOf } from './measures.ts';
import { segmentHtml } from './segment.ts';

export function entryHtml(listed: ListedEntry, links: Links, results: ReferenceResults | null): string {
  const { entry, columns, steps } = listed;
  const heads = [...columns]
    .map(([column, its]) => headHtml(column, its, links, timeOf(entry, column, results)))
    .join('\n');
  const rows = steps.map((step, index) => rowHtml(step, `${entry.id}/${index + 1}`, listed, links));
  return `<section class=entry id="${entry.id}" aria-labelledby="${entry.id}-title">
<h2 id="${entry.id}-title"><a href="#${entry.id}">${escapeHtml(entry.title)}</a></h2>
<p class=about>${prose(entry.about)}</p>
<div class=heads>
${heads}
</div>
${rows.join('\n')}
</section>`;
}

/** What the idiom costs in this model, if the reference run has it. */
function timeOf({ measured }: Entry, column: Column, results: ReferenceResults | null): string {
  const time = measured && unitTime(results, measured.row, columnNames[column].target);
  return time ? ` · ${time} ${measured.unit}` : '';
}

function headHtml(column: Column, listed: ListedColumn, links: Links, time: string): string {
  const { label } = columnNames[column];
  const name = `<strong>${label}</strong>${column === reference ? ' <em>reference</em>' : ''}`;
  if ('none' in listed) return `<div class=${column}>${name}</div>`;
  const files = [...new Set(listed.parts.map(({ file }) => file))].map((file) => {
    const { startLine, endLine } = listed.parts.find((part) => part.file === file)!.symbol;
    return `<a href=${links.lines(file, startLine, endLine)}>${basename(file)}</a>`;
  });
  const { lines, complexity, waits } = measuresOf(column, listed)!;
  const counted = `${lines} lines · complexity ${complexity} · ${waits} wait${waits === 1 ? '' : 's'}${time}`;
  return `<div class=${column}>${name} ${files.join(' ')} <span>${counted}</span></div>`;
}

function rowHtml({ step, cells }: ListedStep, id: string, listed: ListedEntry, links: Links): string {
  const number = id.split('/')[1]!;
  const shown = [...cells].map(([column, cell]) => cellHtml(column, cell, listed, links)).join('\n');
  return `<article id=${id} tabindex=0>
<header><h3><a href=#${id}>${number}</a>${prose(step.title)}</h3>
<p>${prose(step.why)}</p>
<p><b>Without it</b> ${prose(step.without)}${mutationHtml(step)}</p></header>
<div class=cells>
${shown}
</div></article>`;
}

/** Mistakes that are known to be found. */
function mutationHtml({ mutation }: Step): string {
  return mutation === undefined
    ? ''
    : ` <em>The mutation tests make this mistake: \u201c${escapeHtml(mutation)}\u201d.</em>`;
}

function cellHtml(column: Column, cell: Cell, { columns }: ListedEntry, links: Links): string {
  const its = columns.get(column);
  const reason = its !== undefined && 'none' in its ? its.none : 'none' in cell ? cell.none : undefined;
  if (reason !== undefined) return `<div class="gap ${column}"><p>${prose(reason)}</p></div>`;
  const { segments, elsewhere } = cell as Exclude<Cell, { none: string }>;
  const main = its !== undefined && 'parts' in its ? its.parts[0]?.file : undefined;
  const code = segments.map((segment) => {
    const { file } = segment.part;
    const foreign = file === main ? '' : `<span class=file>${basename(file)}</span>`;
    return foreign + segmentHtml(segment, column, links);
  });
  const moved = elsewhere === undefined ? '' : `<p class=elsewhere>${prose(elsewhere)}</p>`;
  return `<div class=${column}>${code.join('\n')}${moved}</div>`;
}
