// What can be searched: functions, steps and their notes, of all chapters.

import type { Indexed } from '../browser/search-match.ts';
import type { Chapter } from '../chapter/chapter.ts';
import { plain } from '../markup/html.ts';

export function searchIndex(chapters: readonly Chapter[]): Indexed[] {
  return chapters.flatMap(({ id, title, entries }) =>
    entries.flatMap((entry) => [
      { to: `${id}.html#${entry.id}`, in: title, title: entry.title, text: plain(entry.about) },
      ...entry.steps.map((step, index) => ({
        to: `${id}.html#${entry.id}/${index + 1}`,
        in: entry.title,
        title: plain(step.title),
        text: plain(`${step.why} ${step.without}`),
      })),
    ]),
  );
}

/** As a script: a page that was opened as a file can load scripts and nothing else. */
export function searchIndexScript(chapters: readonly Chapter[]): string {
  return `searchIndex=${JSON.stringify(searchIndex(chapters))}`;
}
