// From paper.md and a run to the paper's two editions:
//
//   paper.md ─ conditions, findings ─ front matter ─ directives ─► Markdown ─┬─ pdf.ts ─────────► PDF
//                                                                └─ web/web-page.ts ─► HTML
//
// What is wrong with the paper is gathered at each step and thrown as one BuildError that names the places.

import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { citationKeys } from '../bibliography.ts';
import { knownElements } from '../blocks.ts';
import { expandDirectives } from '../directives.ts';
import { BuildError, shown } from '../errors.ts';
import { chooseLines } from '../findings/conditional.ts';
import { insertFindings, type Named } from '../findings/insert.ts';
import { type FrontMatter, splitFrontMatter } from '../front-matter.ts';
import { type Layout, remarksOn } from '../layout.ts';
import { charactersIn, requireLength } from '../length.ts';
import { toHtml } from '../markdown.ts';
import { layoutFile, pagesOf, typesetPdf } from '../pdf.ts';
import { sourceChecks } from '../source-checks.ts';
import { readLines, readSource, type SourceLine } from '../source-line.ts';
import { type Stage, type StageOptions, withStage } from '../stage.ts';
import { webPage } from '../web/web-page.ts';

export interface BuildOptions extends StageOptions {
  /** Claims and numbers that the text refers to by name. */
  readonly named: Named;
}

/** The paper's editions, and how long it is. */
export interface Paper {
  readonly pdf: Buffer;
  readonly html: string;
  readonly pages: number;
  /** Characters of text, as length.ts counts them. */
  readonly characters: number;
  /** What the run has not measured, and the text therefore leaves out. */
  readonly lacking: readonly string[];
  /** What to look at on the pages. */
  readonly remarks: readonly string[];
}

/** Builds the paper. The same sources and the same run give the same bytes. Throws BuildError. */
export function buildPaper(options: BuildOptions): Promise<Paper> {
  return withStage(options, (stage) => buildIn(stage, options));
}

async function buildIn(stage: Stage, { paperDir, run, named }: BuildOptions): Promise<Paper> {
  const file = join(paperDir, 'paper.md');
  const { dir } = stage;
  const chosen = chooseLines(readLines(file), run);
  const source = insertFindings(chosen.lines, run, named);
  const { front, body } = splitFrontMatter(source, run.results.startedAt.slice(0, 10));
  const lines = expandDirectives(body, stage);
  const keys = citationKeys(readSource(join(paperDir, 'refs.bib')));
  const markdown = lines.map(({ text }) => text).join('\n');
  const editions = await typesetBoth(markdown, lines, front, keys, dir);
  const length = { pages: pagesOf(editions.pdf), characters: charactersIn(front, editions.body) };
  requireLength(length, front, shown(file));
  return {
    pdf: editions.pdf,
    html: editions.html,
    ...length,
    lacking: chosen.lacking,
    remarks: remarksIn(dir),
  };
}

function remarksIn(dir: string): string[] {
  const layout: Layout | null = JSON.parse(readSource(join(dir, layoutFile)));
  return layout === null ? [] : remarksOn(layout);
}

/** Both editions, and the HTML that they are made of. */
async function typesetBoth(
  markdown: string,
  lines: readonly SourceLine[],
  front: FrontMatter,
  keys: ReadonlySet<string>,
  dir: string,
): Promise<{ pdf: Buffer; html: string; body: string }> {
  const problems: string[] = [];
  // A problem found at its line says more than the one that the typesetter stumbles over for the same reason.
  const body = toHtml(markdown, sourceChecks({ lines, keys, elements: knownElements, problems }));
  if (problems.length > 0) throw new BuildError(problems);
  const places = sourceChecks({ lines, keys, elements: knownElements, problems: [] });
  // The PDF is typeset in a process of its own, meanwhile the page here. Of two complaints the PDF's names the place.
  const [pdf, html] = await Promise.allSettled([
    typesetPdf(markdown, front, places, dir),
    setImmediate().then(() => webPage(body, front, dir)),
  ]);
  if (pdf.status === 'rejected') throw pdf.reason;
  if (html.status === 'rejected') throw html.reason;
  return { pdf: pdf.value, html: html.value, body };
}
