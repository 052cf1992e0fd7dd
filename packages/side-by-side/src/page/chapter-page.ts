// The page of a chapter.

import { electionFigure } from '../figures/election.ts';
import type { ReferenceResults } from '../figures/reference-results.ts';
import { throughputFigure } from '../figures/throughput.ts';
import type { ListedChapter } from '../listing/listing.ts';
import { escapeHtml, prose } from '../markup/html.ts';
import { contentsHtml } from './contents.ts';
import type { Frame } from './document.ts';
import { entryHtml } from './entry.ts';
import type { Links } from './links.ts';

/** What the reference run says of a whole chapter. The idioms have a figure each, and no test is measured. */
const figures: Readonly<Record<string, (results: ReferenceResults | null) => string>> = {
  servers: throughputFigure,
  rules: electionFigure,
};

/** @param results what was measured; null if no run is committed */
export function chapterFrame(listed: ListedChapter, links: Links, results: ReferenceResults | null): Frame {
  const { chapter, entries } = listed;
  const about = chapter.about.map((paragraph) => `<p>${prose(paragraph)}</p>`).join('\n');
  const main = `<div class=opening><div class=intro><h1>${escapeHtml(chapter.title)}</h1>
${about}
</div>
${figures[chapter.id]?.(results) ?? ''}</div>
${contentsHtml(listed)}
${entries.map((entry) => entryHtml(entry, links, results)).join('\n')}`;
  return {
    path: `${chapter.id}.html`,
    title: chapter.title,
    short: chapter.short,
    main,
    columns: chapter.columns,
    shown: chapter.shown,
  };
}
