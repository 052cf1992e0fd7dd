// The HTML edition: one self-contained file from the same Typst source as the PDF, so that numbers, citations and notes are the same.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import { stylesheet } from '@three-ways/charts';
import { BuildError } from '../errors.ts';
import type { FrontMatter } from '../front-matter.ts';
import { htmlToTypst } from '../html-to-typst.ts';
import { escapeHtml } from '../markdown-syntax.ts';
import { head } from '../page.ts';
import { inlinePictures } from './pictures.ts';

/** What Typst always says of its export to HTML. The edition's test looks at what comes out. */
const known = 'html export is under active development';

/** Makes the page of a paper's HTML body; figures and sources are found from `root`. Throws BuildError. */
export function webPage(body: string, front: FrontMatter, root: string): string {
  const source = htmlToTypst(`${head(front)}${body}`).replace('"/template.typ"', '"/web.typ"');
  const narrowOf = (name: string) => readFileSync(join(root, 'figures', `${name}.narrow.svg`), 'utf8');
  const content = inlinePictures(exported(source, root), narrowOf);
  const css = readFileSync(join(import.meta.dirname, 'page.css'), 'utf8');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escapeHtml(front.abstract.trim())}">
<title>${escapeHtml(front.title)}</title>
<style>
${css}${stylesheet()}</style>
</head>
<body>
<main>
${titleBlock(front)}
${content}
</main>
</body>
</html>
`;
}

function titleBlock({ title, authors, date, abstract }: FrontMatter): string {
  const day = new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  return `<header>
<h1>${escapeHtml(title)}</h1>
<p class="authors">${authors.map(escapeHtml).join(', ')} · <time datetime="${date}">${day}</time></p>
<p class="abstract"><strong>Abstract.</strong> ${escapeHtml(abstract.trim())}</p>
</header>`;
}

function exported(source: string, root: string): string {
  const compiler = NodeCompiler.create({ workspace: root });
  const compiled = compiler.compileHtml({ mainFileContent: source });
  const problems = [compiled.takeDiagnostics(), compiled.takeWarnings()].flatMap((found) =>
    found === null ? [] : messages(compiler, found),
  );
  if (problems.length > 0) throw new BuildError(problems);
  const html = compiled.result && compiler.tryHtml(compiled.result).result?.html();
  if (!html) throw new BuildError('the typesetter gave no HTML and no reason');
  return /<body>(.*)<\/body>/s.exec(html)![1]!.trim();
}

function messages(compiler: NodeCompiler, found: NodeError): string[] {
  const all = compiler.fetchDiagnostics(found) as { readonly message: string }[];
  return all.filter(({ message }) => !message.startsWith(known)).map(({ message }) => `typst: ${message}`);
}
