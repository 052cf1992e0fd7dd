// Typst source to PDF. Every complaint of the typesetter, even a warning, is a BuildError that
// names the place in paper.md: a build never ends in a page that lacks something.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import { BuildError, shown } from './errors.ts';
import { paperFonts } from './fonts.ts';
import { type Layout, layoutOf, overrunsIn } from './layout.ts';

interface Diagnostic {
  message: string;
  path: string;
  range: { start: { line: number } } | null;
}

export interface Typeset {
  readonly pdf: Buffer;
  /** Null from a template that does not record it. */
  readonly layout: Layout | null;
}

/** Typesets a source; paths in it that begin with `/` start from `root`. */
export function typeset(source: string, root: string): Typeset {
  const compiler = NodeCompiler.create({ workspace: root, fontArgs: [{ fontBlobs: paperFonts() }] });
  const main = join(root, 'paper.generated.typ');
  compiler.addSource(main, source);
  const compiled = compiler.compile({ mainFilePath: main });
  const problems = [compiled.takeDiagnostics(), compiled.takeWarnings()].flatMap((found) =>
    found ? diagnostics(compiler, found).map((diagnostic) => described(diagnostic, source, main)) : [],
  );
  if (problems.length > 0) throw new BuildError([...new Set(problems)]);
  if (!compiled.result) throw new BuildError('the typesetter gave no document and no reason');
  const layout = layoutOf(compiler, compiled.result);
  const overruns = layout === null ? [] : overrunsIn(layout);
  if (overruns.length > 0) throw new BuildError(overruns);
  return { pdf: exported(compiler, compiled.result), layout };
}

/** PDF/UA-1 demands what a reader needs anyway: a title, descriptions of pictures, a glyph for every character. */
function exported(compiler: NodeCompiler, document: NonNullable<Parameters<NodeCompiler['pdf']>[0]>): Buffer {
  try {
    return compiler.pdf(document, { pdfStandard: 'ua-1' });
  } catch (error) {
    const messages = [...String((error as Error).message).matchAll(/message: "((?:[^"\\]|\\.)*)"/g)];
    const texts = messages.map(
      ([, message = '']) => `typst: ${message.replace(/\\(.)/g, '$1').replace(/\\(.)/g, '$1')}`,
    );
    throw new BuildError(texts.length > 0 ? texts : `typst: ${(error as Error).message}`);
  }
}

function diagnostics(compiler: NodeCompiler, found: NodeError): Diagnostic[] {
  return compiler.fetchDiagnostics(found) as Diagnostic[];
}

function described({ message, path, range }: Diagnostic, source: string, main: string): string {
  const text = `typst: ${message.replace(/\s+/g, ' ')}`;
  if (!range) return text;
  const line = range.start.line;
  const lines = (path === main ? source : readFileSync(path, 'utf8')).split('\n');
  const excerpt = (lines[line] ?? '').trim().slice(0, 80);
  const place = path === main ? placeAbove(lines, line) : `${shown(path)}:${line + 1}`;
  return `${place}: ${text} (in \`${excerpt}\`)`;
}

/** The conversion leaves `// at file:line` before each block. */
function placeAbove(lines: readonly string[], from: number): string {
  for (let line = from; line >= 0; line -= 1) {
    const place = /^\/\/ at (.*)$/.exec(lines[line] ?? '')?.[1];
    if (place !== undefined) return place;
  }
  return 'the front matter';
}
