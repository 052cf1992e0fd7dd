#!/usr/bin/env node
// The executable that markdown-pdf runs in place of a browser. It is called as
// `typeset-page.ts render.js page.html out.pdf cwd …` and turns page.html into out.pdf; figures and the template are
// found from cwd, where the layout is left as JSON. What is wrong goes to standard error, a line each, with exit code 1.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from './errors.ts';
import { htmlToTypst } from './html-to-typst.ts';
import { layoutFile } from './pdf.ts';
import { typeset } from './typeset.ts';

const [, , , htmlPath = '', pdfPath = '', cwd = ''] = process.argv;

try {
  const { pdf, layout } = typeset(htmlToTypst(readFileSync(htmlPath, 'utf8')), cwd);
  writeFileSync(pdfPath, pdf);
  writeFileSync(join(cwd, layoutFile), JSON.stringify(layout));
} catch (error) {
  console.error(error instanceof BuildError ? error.message : ((error as Error).stack ?? error));
  process.exitCode = 1;
}
