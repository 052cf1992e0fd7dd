// The talk: slides from talk.md by Marp, with the same numbers, claims, figures and listings as the paper. HTML needs no browser;
// the PDF is printed by Chromium where there is one.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expandDirectives } from '../directives.ts';
import { BuildError } from '../errors.ts';
import { chooseLines } from '../findings/conditional.ts';
import { insertFindings, type Named } from '../findings/insert.ts';
import { readLines } from '../source-line.ts';
import { type StageOptions, withStage } from '../stage.ts';
import { TABLE_CAPTION } from '../tables.ts';

/** The slides; without Chromium there is no PDF. */
export interface Talk {
  readonly html: string;
  readonly pdf: Buffer | null;
}

/** Builds the slides. Throws BuildError. */
export function buildTalk(
  options: StageOptions & { readonly named: Named },
  chromium: string | undefined,
): Promise<Talk> {
  return withStage(options, async (stage) => {
    const { dir } = stage;
    const { lines: chosen } = chooseLines(readLines(join(options.paperDir, 'talk.md')), options.run);
    const source = insertFindings(chosen, options.run, options.named);
    const lines = expandDirectives(source, stage);
    const slides = join(dir, 'talk.md');
    // A slide's heading says what a table's caption would.
    const texts = lines.map((line) => line.text).filter((text) => !TABLE_CAPTION.test(text));
    writeFileSync(slides, withPictures(texts.join('\n'), dir));
    await marp([slides, '--html', '-o', join(dir, 'talk.html')]);
    const html = readFileSync(join(dir, 'talk.html'), 'utf8');
    if (chromium === undefined) return { html, pdf: null };
    await marp([slides, '--html', '--pdf', '--pdf-notes', '-o', join(dir, 'talk.pdf')], {
      CHROME_PATH: chromium,
      CHROME_NO_SANDBOX: '1', // what it renders is this file alone
    });
    return { html, pdf: readFileSync(join(dir, 'talk.pdf')) };
  });
}

/** Figures become part of the file. */
function withPictures(markdown: string, dir: string): string {
  return markdown.replace(
    /!\[([^\]]*)\]\((figures\/[\w-]+\.svg)(?: "[^"]*")?\)/g,
    (_, alt: string, path: string) => {
      // A browser has none of the paper's fonts.
      const svg = readFileSync(join(dir, path), 'utf8').replaceAll('Source Sans 3', 'system-ui');
      const data = Buffer.from(svg).toString('base64');
      return `<img alt="${alt.replaceAll('"', '&quot;')}" src="data:image/svg+xml;base64,${data}">`;
    },
  );
}

async function marp(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  const require = createRequire(import.meta.url);
  const cli = join(dirname(require.resolve('@marp-team/marp-cli/package.json')), 'marp-cli.js');
  const child = spawn(process.execPath, [cli, '--no-stdin', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  if (code !== 0) throw new BuildError(`marp: ${complaint.trim().split('\n').at(-1)}`);
}
