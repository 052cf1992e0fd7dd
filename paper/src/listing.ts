// Listings: functions taken out of the real sources by file and symbol, set in columns. TypeScript is broken into lines anew for the
// width of a column, by the formatter that also keeps the sources; Go's lines are as they are.
//
//   <!-- listing: packages/raft-async/src/server.ts#Server.campaign | go-reference/goroutines/server.go#server.campaign -->
//
// A column may name several symbols, with blanks between. Where the lines are too long for that, the columns stand one below the
// other, in the page's whole width. In the HTML edition a listing links to its place on the reading page.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chapters } from '@three-ways/side-by-side/chapters';
import { extractPart } from '@three-ways/side-by-side/extract';
import { BuildError, reason } from './errors.ts';
import type { SourceLine } from './source-line.ts';

const workspace = fileURLToPath(new URL('../..', import.meta.url));

/** Characters that fit into columns beside each other, all together, and into the page's width. */
const [allBeside, whole] = [115, 94];

/** Width that TypeScript is formatted for where a column stands beside another (characters). */
const beside = 54;

/** Replaces a directive's argument by its listing. Throws BuildError with the place. */
export function listing(argument: string, at: string): SourceLine[] {
  const columns = argument.split('|').map((column) => column.trim().split(/\s+/));
  const narrow = columns.map((parts) => linesOf(parts, beside, at));
  const side = columns.length > 1 && narrow.map(longest).reduce((sum, length) => sum + length) <= allBeside;
  const listed = side ? narrow : columns.map((parts) => linesOf(parts, whole, at));
  const wide = listed.flat().find((line) => line.length > whole);
  if (wide !== undefined)
    throw new BuildError(`${at}: the line \`${wide.trim()}\` is longer than ${whole} characters`);
  const fences = listed.flatMap((lines, index) => [
    `\`\`\`${columns[index]![0]!.includes('.go#') ? 'go' : 'ts'}`,
    ...lines,
    '```',
    '',
  ]);
  const shownAt = placeOf(columns.flat());
  const reading = shownAt === undefined ? '' : ` data-reading="${shownAt}"`;
  const texts = ['', `<div class="${side ? 'columns' : 'stack'}"${reading}>`, '', ...fences, '</div>', ''];
  return texts.map((text) => ({ text, place: at }));
}

function longest(lines: readonly string[]): number {
  return Math.max(...lines.map(({ length }) => length));
}

/** Where the reading page shows these parts, as `servers.html#campaign`; undefined if it has no function with the first. */
function placeOf([first = '']: readonly string[]): string | undefined {
  for (const { id, entries } of chapters) {
    const entry = entries.find(({ columns }) => Object.values(columns).flat().includes(first));
    if (entry !== undefined) return `${id}.html#${entry.id}`;
  }
  return undefined;
}

function linesOf(parts: readonly string[], width: number, at: string): string[] {
  return parts
    .map((part) => textOf(part, width, at))
    .join('\n\n')
    .split('\n');
}

function textOf(part: string, width: number, at: string): string {
  try {
    const { file, symbol } = extractPart(part);
    const { text } = symbol;
    return file.endsWith('.ts') ? formatted(text, width) : text.replaceAll('\t', '  ');
  } catch (error) {
    throw new BuildError(`${at}: can't list ${part}: ${reason(error)}`);
  }
}

const formattedBefore = new Map<string, string>();

function formatted(text: string, width: number): string {
  return formattedBefore.getOrInsertComputed(`${width} ${text}`, () => format(text, width));
}

/** A method stands in a class while it is formatted. */
function format(text: string, width: number): string {
  const isFunction = /^(export )?(async )?function/.test(text);
  const source = isFunction ? text : `class C {\n${text}\n}`;
  const lineWidth = isFunction ? width : width + 2;
  const biome = join(workspace, 'node_modules/.bin/biome');
  const options = ['format', '--stdin-file-path=listing.ts', `--line-width=${lineWidth}`];
  const { status, stdout, stderr } = spawnSync(biome, options, {
    cwd: workspace,
    input: source,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the formatter refused it: ${stderr.trim().split('\n')[0]}`);
  const lines = stdout.trimEnd().split('\n');
  return (isFunction ? lines : lines.slice(1, -1).map((line) => line.replace(/^ {2}/, ''))).join('\n');
}
