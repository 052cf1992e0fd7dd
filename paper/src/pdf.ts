// The PDF: markdown-pdf parses the Markdown, and in place of its browser runs typeset-page.ts.

import { accessSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import markdownPdf from 'markdown-pdf';
import { BuildError } from './errors.ts';
import type { FrontMatter } from './front-matter.ts';
import type { MarkdownPlugin } from './markdown-parser.ts';
import { markdownOptions, paperSyntax } from './markdown-syntax.ts';
import { withHead } from './page.ts';

/** The file of the Layout, or null, that typeset-page.ts leaves beside what it typesets. */
export const layoutFile = 'layout.json';

/** Typesets Markdown; `cwd` holds the template, the sources and the figures. Throws BuildError. */
export async function typesetPdf(
  markdown: string,
  front: FrontMatter,
  checks: MarkdownPlugin,
  cwd: string,
): Promise<Buffer> {
  const stream = markdownPdf({
    cwd,
    phantomPath: typesetter(),
    preProcessHtml: () => withHead(front),
    remarkable: { ...markdownOptions, plugins: [paperSyntax, checks] },
  });
  const collected = collect(stream);
  stream.end(markdown);
  const outcome = await collected.catch((error: Error) => error);
  if (outcome instanceof Error) throw new BuildError(withoutCommandLine(outcome.message));
  if (!outcome.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new BuildError('markdown-pdf made no PDF');
  return outcome;
}

/** How many pages a PDF has. */
export function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

/** markdown-pdf's stream is of the oldest kind, which neither iterates nor hands its errors on to a pipe. */
function collect(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const collected = new PassThrough();
  stream.on('error', (error) => collected.destroy(error));
  stream.pipe(collected);
  return buffer(collected);
}

/** Our executable. Its first line asks `env` for `node`, which must be the Node that runs this. */
function typesetter(): string {
  const here = dirname(process.execPath);
  const path = process.env.PATH ?? '';
  if (path.split(delimiter)[0] !== here) process.env.PATH = here + delimiter + path;
  const executable = fileURLToPath(new URL('./typeset-page.ts', import.meta.url));
  accessSync(executable);
  return executable;
}

/** Node puts the command it ran before what the command wrote to its standard error. */
function withoutCommandLine(message: string): string[] {
  const [first = '', ...rest] = message.split('\n').filter((line) => line.trim() !== '');
  return rest.length > 0 && first.startsWith('Command failed') ? rest : [first, ...rest];
}
