// A whole source file as a page of its own, to which line numbers link where there is no repository on the web.

import { escapeHtml } from '../markup/html.ts';

const style =
  'body{margin:1rem;color-scheme:light dark;background:light-dark(#fff,#14181d);color:light-dark(#1f2328,#e3e6ea)}' +
  'h1{font:1rem monospace}ol{margin:0;padding-left:4rem;font:13px/1.5 monospace}li{white-space:pre}' +
  'li:target{background:light-dark(#fff2c0,#4a3d12)}li::marker{color:light-dark(#59636e,#a3abb8)}';

export function sourcePageHtml(file: string, text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const items = lines.map((line, index) => `<li id=L${index + 1}>${escapeHtml(line)}`).join('\n');
  return `<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width"><title>${file}</title><style>${style}</style><h1>${file}</h1><ol>\n${items}\n</ol>\n`;
}
