// The frame of a page that is one file: style and script within, and a policy that lets nothing else in.

import { createHash } from 'node:crypto';
import { stylesheet } from '@three-ways/charts';
import { html, Markup } from './markup.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** Content of a script element that the browser does not run. */
export interface EmbeddedData {
  readonly type: 'application/json' | 'application/gzip';
  readonly content: Markup;
}

export interface Page {
  readonly title: string;
  readonly body: Markup;
  readonly data?: EmbeddedData;
}

export function pageOf({ title, body, data }: Page): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src '${hashOf(script)}'`;
  return `${html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>${new Markup(stylesheet() + style)}</style>
</head>
<body>
${body}
${data === undefined ? null : html`<script type="${data.type}" id="results">${data.content}</script>`}
<script>${new Markup(script)}</script>
</body>
</html>
`}`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
