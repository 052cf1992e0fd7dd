// Directives: comments on a line of their own, to be replaced by text made elsewhere. `<!-- include: tables/x.md -->`
// is replaced by that file of the chosen results, `<!-- figure: x "Caption." -->` by that figure, `<!-- listing: … -->` by functions of the sources. Every line keeps the place it
// came from, for error messages.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { BuildError, reason, shown } from './errors.ts';
import { listing } from './listing.ts';
import { placedLines, replaceLines, type SourceLine } from './source-line.ts';

export interface DirectiveContext {
  /** The file that an include's path names. */
  fileOf(path: string): string;
  /** Draws a figure of the run, and gives its alternative text; undefined if none has this name. */
  draw(name: string): string | undefined;
}

type Directive = (argument: string, at: string, context: DirectiveContext) => SourceLine[];

const directives: Record<string, Directive> = { include, figure, listing };

const ANY_DIRECTIVE = new RegExp(`<!--\\s*(${Object.keys(directives).join('|')})\\b`, 'i');
const WHOLE_DIRECTIVE = /^<!-- ([a-z]+): (\S.*?) -->$/;

/** Replaces every directive by its text. Throws one BuildError that lists all that could not be. */
export function expandDirectives(lines: readonly SourceLine[], context: DirectiveContext): SourceLine[] {
  return replaceLines(lines, (line) => (ANY_DIRECTIVE.test(line.text) ? expandOne(line, context) : [line]));
}

function expandOne(line: SourceLine, context: DirectiveContext): SourceLine[] {
  const [, name = '', argument = ''] = WHOLE_DIRECTIVE.exec(line.text.trim()) ?? [];
  const directive = directives[name];
  if (!directive) {
    throw new BuildError(
      `${line.place}: broken directive \`${line.text.trim()}\`; it must be alone on its line, as \`<!-- include: tables/election.md -->\``,
    );
  }
  try {
    return directive(argument, line.place, context);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    const placed = (problem: string) => (/^\S+:\d+: /.test(problem) ? problem : `${line.place}: ${problem}`);
    throw new BuildError(error.problems.map(placed));
  }
}

function include(argument: string, at: string, { fileOf }: DirectiveContext): SourceLine[] {
  const file = fileOf(argument);
  const lines = placedLines(readFragment(file, at).trimEnd(), shown(file));
  const nested = lines.find((line) => ANY_DIRECTIVE.test(line.text));
  if (nested) throw new BuildError(`${nested.place}: a directive inside an included file is not expanded`);
  const glue = (text: string) => ({ text, place: at });
  const name = basename(argument, '.md');
  return ['', `<div class="results" data-name="${name}">`, '']
    .map(glue)
    .concat(lines, ['', '</div>', ''].map(glue));
}

/** `name "Caption."`: a figure that is drawn from the run. */
function figure(argument: string, at: string, { draw }: DirectiveContext): SourceLine[] {
  const [, name = '', caption = ''] = /^([\w-]+) "([^"]+)"$/.exec(argument) ?? [];
  if (name === '')
    throw new BuildError(`${at}: a figure has a name and a caption: \`figure: name "Caption."\``);
  const alternative = draw(name);
  if (alternative === undefined) throw new BuildError(`${at}: no figure is called "${name}" in figures.ts`);
  const escaped = alternative.replaceAll('[', '(').replaceAll(']', ')');
  return [{ text: `![${escaped}](figures/${name}.svg "${caption}")`, place: at }];
}

function readFragment(file: string, at: string): string {
  const remedy = 'run `pnpm bench`, then `pnpm paper`';
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  } catch (error) {
    throw new BuildError(`${at}: can't include ${shown(file)}: ${reason(error)}; ${remedy}`);
  }
  if (text.trim() === '') throw new BuildError(`${at}: the included ${shown(file)} is empty; ${remedy}`);
  return text;
}
