// The HTML page around what markdown-pdf makes of the Markdown: the front matter travels in its head, since the
// executable that typesets the page is handed nothing but that page.

import { Transform } from 'node:stream';
import type { FrontMatter } from './front-matter.ts';
import { escapeHtml } from './markdown-syntax.ts';

/** A stream that puts the head before the HTML that passes through it. */
export function withHead(front: FrontMatter): Transform {
  return new Transform({
    construct(ready) {
      this.push(head(front));
      ready();
    },
    transform(chunk, _encoding, done) {
      done(null, chunk);
    },
  });
}

export function head(front: FrontMatter): string {
  const metas = [
    ...front.authors.map((author) => meta('author', author)),
    meta('date', front.date),
    meta('description', front.abstract),
    ...front.keywords.map((keyword) => meta('keyword', keyword)),
  ];
  return `<!doctype html>\n<title>${escapeHtml(front.title)}</title>\n${metas.join('\n')}\n<body>\n`;
}

const meta = (name: string, content: string) =>
  `<meta name="${name}" content="${escapeHtml(content.trim())}">`;
