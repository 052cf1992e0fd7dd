// The page of a chapter.

import type { ListedChapter } from '../listing/listing.ts';
import { contentsHtml } from './contents.ts';
import type { Frame } from './document.ts';
import { entryHtml } from './entry.ts';
import { escape, prose } from './html.ts';
import type { Links } from './links.ts';

/** @param figure the chapter's measured figure, as HTML; empty if nothing is measured */
export function chapterFrame(listed: ListedChapter, links: Links, figure: string): Frame {
  const { chapter, entries } = listed;
  const about = chapter.about.map((paragraph) => `<p>${prose(paragraph)}</p>`).join('\n');
  const main = `<div class=intro><h1>${escape(chapter.title)}</h1>
${about}
</div>
${figure}
${contentsHtml(listed)}
${entries.map((entry) => entryHtml(entry, links)).join('\n')}`;
  return {
    path: `${chapter.id}.html`,
    title: chapter.title,
    main,
    columns: chapter.columns,
    shown: chapter.shown,
  };
}
