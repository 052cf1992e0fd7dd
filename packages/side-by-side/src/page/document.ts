// The frame of every page: head, navigation, controls, foot.

import type { Column } from '../chapter/chapter.ts';
import { escapeHtml } from '../markup/html.ts';
import { columnNames, reference } from './columns.ts';
import type { Links } from './links.ts';

export interface Frame {
  /** Its file. */
  readonly path: string;
  readonly title: string;
  /** In the navigation; empty for a page that is not there. */
  readonly short: string;
  readonly main: string;
  /** Columns to choose from; none on pages without. */
  readonly columns: readonly Column[];
  readonly shown: readonly Column[];
}

export function documentHtml(frame: Frame, frames: readonly Frame[], links: Links): string {
  const { path, title, main, columns, shown } = frame;
  const items = frames
    .filter(({ short }) => short !== '')
    .map((each) => {
      const current = each.path === path ? ' aria-current=page' : '';
      return `<a href="${each.path}"${current}>${escapeHtml(each.short)}</a>`;
    });
  return `<!doctype html>
<html lang=en data-columns=${shown.length}>
<meta charset=utf-8>
<meta name=viewport content="width=device-width,initial-scale=1">
<meta name=color-scheme content="light dark">
<title>${escapeHtml(title)} · Raft, Three Ways</title>
<link rel=stylesheet href=page.css>
<script src=page.js defer></script>
<body>
<a class=skip href=#main>Skip to the text</a>
<div class=top>
<nav aria-label=Chapters><a class=brand href=index.html>Raft, Three Ways</a>${items.join('')}</nav>
${columns.length > 1 ? chooserHtml(columns, shown) : ''}
<div class=tools></div>
</div>
<main id=main>
${main}
</main>
<footer><p>Made from the sources${links.commit === null ? '' : ` at commit <code>${links.commit.slice(0, 10)}</code>`}. Marked <mark>like this</mark>: a place where a task may have to wait. Lines and complexity by the counter of <code>pnpm measure-code</code>.</footer>
`;
}

/** Checkboxes: the style sheet hides the columns that are not checked, so choosing needs no script. */
function chooserHtml(columns: readonly Column[], shown: readonly Column[]): string {
  const boxes = columns.map((column) => {
    const isReference =
      column === reference
        ? ' class=is-ref title="goroutines: the reference"'
        : ` title="${columnNames[column].model}"`;
    const checked = shown.includes(column) ? ' checked' : '';
    return `<label${isReference}><input type=checkbox id=show-${column} value=${column} autocomplete=off${checked}><span class=${column}>${columnNames[column].label}</span></label>`;
  });
  return `<fieldset class=chooser><legend>Columns</legend>${boxes.join('')}</fieldset>`;
}
