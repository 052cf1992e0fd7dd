// The first page: what there is, and how to read it.

import type { ListedChapter } from '../listing/listing.ts';
import { escapeContent, escapeHtml, prose } from '../markup/html.ts';
import type { Frame } from './document.ts';

/** @param others further chapters: file, title, and what they show */
export function coverFrame(listed: readonly ListedChapter[], others: readonly string[] = []): Frame {
  return {
    path: 'index.html',
    title: 'The code side by side',
    short: '',
    columns: [],
    shown: [],
    main: `<div class=intro><h1>The code side by side</h1>
<p>How do TypeScript's models of concurrency compare with Go's on the same hard job? Here is the code that answers: the same functions in each model, step beside step, taken out of the real sources when this page was made.</p>
<p>A row is a step. Beside it stands what differs and why, and what goes wrong without it. Where a model needs nothing, the cell says so.</p></div>
<div class=cards>
${[...listed.map(cardHtml), ...others].join('\n')}
</div>
<section class=how aria-labelledby=how><h2 id=how>How to read it</h2>
<dl>
<dt><mark>await</mark><dd>A place where a task may have to wait, and others may run: an <code>await</code>, a <code>yield*</code>, a receive, a lock, a call that blocks.
<dt>Columns<dd>Two to five at a time, chosen above. Go is the reference: the others are compared with it.
<dt>Numbers<dd>Lines are those of the file. The first of each piece is a link to it.
<dt><kbd>j</kbd> <kbd>k</kbd><dd>Next and previous step; with a step selected, the arrow keys too. <kbd>Esc</kbd> leaves it.
<dt><kbd>/</kbd><dd>Search functions, steps and notes.
<dt>Address<dd>It names function, step and columns: copy it to show others what you see.
</dl></section>`,
  };
}

function cardHtml({ chapter, entries }: ListedChapter): string {
  const steps = entries.reduce((sum, { steps }) => sum + steps.length, 0);
  const first = entries.map(
    ({ entry }) => `<a href="${chapter.id}.html#${entry.id}">${escapeContent(entry.title)}</a>`,
  );
  return `<section class=card><h2><a href="${chapter.id}.html">${escapeHtml(chapter.title)}</a></h2>
<p>${prose(chapter.about[0]!)}</p>
<p class=count>${entries.length} functions, ${steps} steps, ${chapter.columns.length} columns</p>
<p class=list>${first.join(' · ')}</p></section>`;
}
