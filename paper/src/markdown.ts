// Markdown to HTML in this process, as markdown-pdf does it for the PDF: by the same parser with the same options.

import { Remarkable } from 'remarkable';
import type { MarkdownPlugin } from './markdown-parser.ts';
import { markdownOptions, paperSyntax } from './markdown-syntax.ts';

/** Renders Markdown to HTML. */
export function toHtml(markdown: string, ...plugins: readonly MarkdownPlugin[]): string {
  const { preset, syntax: _, ...options } = markdownOptions;
  const parser = new Remarkable(preset, options);
  parser.core.ruler.enable('footnote_tail');
  parser.block.ruler.enable('footnote');
  parser.inline.ruler.enable(['footnote_inline', 'footnote_ref']);
  for (const plugin of [paperSyntax, ...plugins]) parser.use(plugin);
  return parser.render(markdown);
}
