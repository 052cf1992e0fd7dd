// The comparison of two runs as one HTML file: the changes, the largest first, and the rest folded.

import type { Chart } from '@three-ways/charts';
import type { Table } from '../../tables/table.ts';
import { blockMarkup } from './blocks.ts';
import { html } from './markup.ts';
import { pageOf } from './page.ts';
import { notesMarkup, tableMarkup } from './table.ts';

export interface ComparedRuns {
  readonly names: readonly [before: string, after: string];
  /** What differs between the runs besides their figures. */
  readonly unlike: readonly string[];
  readonly changes: Table;
  /** What did not change, or is undecided. */
  readonly rest: Table;
  readonly chart: Chart | null;
}

export function comparisonPage({ names, unlike, changes, rest, chart }: ComparedRuns): string {
  const [before, after] = names;
  const charts = chart === null ? [] : [{ chart, table: changes.caption }];
  const body = html`<header>
<h1>Raft, Three Ways: two bench runs compared</h1>
<p class="about">Before: ${before}. After: ${after}.</p>
${unlike.length === 0 ? null : html`<p class="warning">The runs also differ in: ${unlike.join('; ')}.</p>`}
<div class="bar tools"></div>
</header>
<main>
<section>
<h2>What changed?</h2>
${blockMarkup(changes, charts, new Map())}
<details><summary>${rest.caption}: ${rest.rows.length}</summary>
${tableMarkup(rest, new Map())}${notesMarkup(rest.notes)}
</details>
</section>
</main>
<footer>One file, without scripts from elsewhere and without requests.</footer>`;
  return pageOf({ title: `Compared: ${before}, ${after}`, body });
}
