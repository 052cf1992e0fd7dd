// From paper.md to the PDF's bytes:
//
//   paper.md ─ findings ─ front matter ─ directives ─► Markdown ─ markdown-pdf (Remarkable) ─► HTML ─ typeset-page.ts ─► PDF
//
// What is wrong with the paper is gathered at each step and thrown as one BuildError that names the places.

import { accessSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Findings } from '@three-ways/bench/findings';
import markdownPdf from 'markdown-pdf';
import { citationKeys } from './bibliography.ts';
import { knownElements } from './blocks.ts';
import { expandDirectives, placedLines, type SourceLine } from './directives.ts';
import { BuildError, reason, shown } from './errors.ts';
import { insertFindings, type Named } from './findings/insert.ts';
import { type FrontMatter, splitFrontMatter } from './front-matter.ts';
import { markdownOptions, paperSyntax } from './markdown-syntax.ts';
import { withHead } from './page.ts';
import { sourceChecks } from './source-checks.ts';
import { newStage } from './stage.ts';

export interface BuildOptions {
  /** The folder with paper.md, refs.bib, template.typ and the figures. */
  readonly paperDir: string;
  readonly run: Findings;
  /** What the text refers to by name. */
  readonly named: Named;
}

/** Builds the paper. The same sources and the same run give the same bytes. Throws BuildError. */
export async function buildPaper({ paperDir, run, named }: BuildOptions): Promise<Buffer> {
  const file = join(paperDir, 'paper.md');
  using stage = newStage(paperDir, run);
  try {
    const written = placedLines(readSource(file), shown(file));
    const source = insertFindings(written, run, named);
    const { front, body } = splitFrontMatter(source, run.results.startedAt.slice(0, 10));
    const lines = expandDirectives(body, { resultsDir: stage.dir });
    const keys = citationKeys(readSource(join(paperDir, 'refs.bib')));
    return await render(lines, front, keys, stage.dir);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    throw new BuildError(error.problems.map(stage.named));
  }
}

async function render(
  lines: readonly SourceLine[],
  front: FrontMatter,
  keys: ReadonlySet<string>,
  cwd: string,
): Promise<Buffer> {
  const problems: string[] = [];
  const checks = sourceChecks({ lines, keys, elements: knownElements, problems });
  const stream = markdownPdf({
    cwd,
    phantomPath: typesetter(),
    preProcessHtml: () => withHead(front),
    remarkable: { ...markdownOptions, plugins: [paperSyntax, checks] },
  });
  const collected = collect(stream);
  stream.end(lines.map(({ text }) => text).join('\n'));
  const outcome = await collected.catch((error: Error) => error);
  // A problem found at its line says more than the one that the typesetter stumbled over for the same reason.
  if (problems.length > 0) throw new BuildError(problems);
  if (outcome instanceof Error) throw new BuildError(withoutCommandLine(outcome.message));
  if (!outcome.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new BuildError('markdown-pdf made no PDF');
  return outcome;
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

function readSource(path: string): string {
  try {
    return readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .replaceAll('\r\n', '\n');
  } catch (error) {
    throw new BuildError(`can't read ${shown(path)}: ${reason(error)}`);
  }
}
