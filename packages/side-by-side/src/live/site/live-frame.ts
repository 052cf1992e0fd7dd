// The live chapter among the pages of the site.

import { escapeHtml } from '../../markup/html.ts';
import type { Frame } from '../../page/document.ts';
import { scenes } from '../scenes/all.ts';

const path = 'live.html';
const title = 'A run you can watch';

/** @param main the chapter's part of its page */
export function liveFrame(main: string): Frame {
  return { path, title, short: 'A run', main, columns: [], shown: [] };
}

/** The chapter on the first page. */
export function liveCard(): string {
  const links = scenes.map(({ id, title }) => `<a href="${path}#scene-${id}">${escapeHtml(title)}</a>`);
  return `<section class=card><h2><a href="${path}">${title}</a></h2>
<p>The clusters themselves, running in the page on a clock that it moves: async/await and coroutines as they are, and Go compiled to WebAssembly. Crash, cut, drop, go back; and see the line that runs.</p>
<p class=count>${scenes.length} scenes that ask before they show</p>
<p class=list>${links.join(' · ')}</p></section>`;
}
