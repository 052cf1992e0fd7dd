// Makes the site, a folder of static files, and writes it.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stylesheet } from '@three-ways/charts';
import { bundle } from '../bundling/bundle.ts';
import { chapters } from '../chapters/chapters.ts';
import { referenceResults } from '../figures/reference-results.ts';
import { listChapter } from '../listing/list-chapter.ts';
import type { ListedChapter } from '../listing/listing.ts';
import { workspaceReader } from '../listing/read.ts';
import { readContents } from '../listing/recorded.ts';
import { liveCard, liveFrame } from '../live/site/live-frame.ts';
import { type LiveSite, makeLiveSite } from '../live/site/live-site.ts';
import { chapterFrame } from '../page/chapter-page.ts';
import { coverFrame } from '../page/cover.ts';
import { documentHtml, type Frame } from '../page/document.ts';
import { copyOf, type Links, linksTo } from '../page/links.ts';
import { searchIndexScript } from '../page/search-index.ts';
import { sourcePageHtml } from '../page/source-page.ts';
import { tiesOf } from '../ties/ties-of.ts';

export type Site = ReadonlyMap<string, string>;

const entry = fileURLToPath(new URL('../browser/main.ts', import.meta.url));

/** The live chapter is the same in every site that a process makes. */
let madeLive: Promise<LiveSite> | null = null;

function liveSite(listed: readonly ListedChapter[]): Promise<LiveSite> {
  madeLive ??= makeLiveSite(tiesOf(listed.filter(({ chapter }) => chapter.id === 'servers')));
  return madeLive;
}

/**
 * All files of the site, by name.
 *
 * @param say called with a line for each part that is left out
 * @throws Drift if the sources no longer fit the chapters
 */
export async function makeSite(repository?: string, say: (line: string) => void = () => {}): Promise<Site> {
  const read = workspaceReader();
  const links = linksTo(repository);
  const recorded = readContents();
  const listed = chapters.map((chapter) => listChapter(chapter, read, recorded));
  const results = referenceResults();
  const live = await liveSite(listed);
  for (const line of live.leftOut) say(line);
  const frames: Frame[] = [
    coverFrame(listed, [liveCard()]),
    ...listed.map((each) => chapterFrame(each, links, results)),
    liveFrame(live.main),
  ];
  const { script, style } = await bundle(entry, 'page');
  return new Map([
    ...frames.map((frame) => [frame.path, documentHtml(frame, frames, links)] as const),
    ['page.js', script] as const,
    ['search-index.js', searchIndexScript(chapters)] as const,
    ['page.css', `${stylesheet()}${style}`] as const,
    ...live.files,
    ...copies(listed, links),
  ]);
}

/** Copies of the files that are shown, to link to. */
function copies(listed: readonly ListedChapter[], links: Links): (readonly [string, string])[] {
  if (!links.areCopies) return [];
  const parts = listed
    .flatMap(({ entries }) => entries)
    .flatMap(({ columns }) => [...columns.values()])
    .flatMap((column) => ('parts' in column ? column.parts : []));
  const sources = new Map(parts.map(({ file, symbol }) => [file, symbol.source.text]));
  return [...sources].map(([file, text]) => [copyOf(file), sourcePageHtml(file, text)]);
}

/** Writes the site into a folder, which it makes; copies of sources there are replaced. */
export function writeSite(site: Site, folder: string): void {
  rmSync(join(folder, 'source'), { recursive: true, force: true });
  for (const [name, content] of site) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
