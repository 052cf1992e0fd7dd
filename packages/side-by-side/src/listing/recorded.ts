// The file with the recorded contents of all steps.

import { readFileSync, writeFileSync } from 'node:fs';
import type { Chapter } from '../chapter/chapter.ts';
import { type Contents, contentsOf, formatContents, parseContents } from './contents.ts';
import { listChapter } from './list-chapter.ts';
import type { Reader } from './listing.ts';

const file = new URL('../../contents.txt', import.meta.url);

export function readContents(): Contents {
  return parseContents(readFileSync(file, 'utf8'));
}

/** @throws Drift if the chapters don't fit the sources otherwise */
export function recordContents(chapters: readonly Chapter[], read: Reader): void {
  const texts = chapters.map((chapter) => formatContents(contentsOf(listChapter(chapter, read))));
  writeFileSync(file, texts.join(''));
}
