// What is checked while the lines of paper.md are still known: citation keys, footnotes and raw HTML. It also leaves
// a comment with its place before each block, by which the later steps can name it.

import { FLOAT } from './inline.ts';
import type { CoreState, MarkdownPlugin, Token } from './markdown-parser.ts';
import type { SourceLine } from './source-line.ts';

export interface SourceCheckOptions {
  /** The expanded source, line by line. */
  lines: readonly SourceLine[];
  /** The citation keys that refs.bib offers. */
  keys: ReadonlySet<string>;
  /** The HTML elements that can be typeset. */
  elements: ReadonlySet<string>;
  /** Where the problems go. A plugin that throws would take markdown-pdf's stream down without a word. */
  problems: string[];
}

/** The comment that marks a block's place in the HTML. */
export const PLACE_COMMENT = /^ at (.*) $/;

export function sourceChecks(options: SourceCheckOptions): MarkdownPlugin {
  return (parser) => {
    parser.core.ruler.after('inline', 'source-checks', (state: CoreState) => {
      checkTokens(state.tokens, options);
      state.tokens = state.tokens.flatMap((token) => withPlace(token, options.lines));
    });
  };
}

function withPlace(token: Token, lines: readonly SourceLine[]): Token[] {
  const place = token.lines && lines[token.lines[0]]?.place;
  if (token.level !== 0 || place === undefined || token.type.endsWith('_close')) return [token];
  if (token.type === 'inline') return [token];
  return [{ type: 'htmlblock', level: 0, content: `<!-- at ${place} -->\n` }, token];
}

function checkTokens(tokens: readonly Token[], options: SourceCheckOptions): void {
  let line = 0;
  for (const token of tokens) {
    if (token.lines) line = token.lines[0];
    // Remarkable gives table cells no lines, but every row of a table is one.
    if (token.type === 'tbody_open') line -= 1;
    if (token.type === 'tr_open' && !token.lines) line += 1;
    if (token.type === 'htmlblock') checkHtml(token, line, options);
    if (token.type === 'inline') checkInline(token.children ?? [], line, options);
  }
}

function checkInline(children: readonly Token[], firstLine: number, options: SourceCheckOptions): void {
  let line = firstLine;
  let text = ''; // the parser cuts text at each character that could have begun something
  for (const [index, child] of children.entries()) {
    if (child.type === 'text') text += child.content ?? '';
    if (child.type === 'text' && children[index + 1]?.type === 'text') continue;
    checkText(text, line, options);
    text = '';
    if (child.type === 'softbreak' || child.type === 'hardbreak') line += 1;
    if (child.type === 'citation') checkCitation(child, line, options);
    if (child.type === 'htmltag') checkHtml(child, line, options);
    if (child.type === 'code') checkCode(child.content ?? '', line, options);
  }
}

function checkCitation(token: Token, line: number, { keys, lines, problems }: SourceCheckOptions): void {
  for (const key of token.citation?.keys ?? []) {
    if (!keys.has(key) && !FLOAT.test(key))
      problems.push(`${lines[line]?.place}: the citation key "${key}" is not in refs.bib`);
  }
}

/** Notations that look as if they meant something here, and would be printed as they are. */
const strays: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\[@[^\]]*\]?/, 'is not a citation'],
  [/\[\^[^\]]*\]?/, 'has no footnote'],
  [/\$\$[^$]*(\$\$)?/, 'is not a formula: one stands between single dollars'],
  [/==[^=\s][^=]*==|\+\+[^+\s][^+]*\+\+/, 'is no markup here'],
  [/\{\{.*?(\}\}|$)/, 'is not closed on its line'],
  [/!?\[[^\]]*\]\([^)]*\)?/, 'is a link or a figure that was not understood'],
  [/^\s*:::.*/, 'is no markup here'],
];

function checkText(text: string, line: number, { lines, problems }: SourceCheckOptions): void {
  for (const [pattern, what] of strays) {
    const stray = pattern.exec(text)?.[0];
    if (stray !== undefined) problems.push(`${lines[line]?.place}: \`${stray}\` ${what}`);
  }
}

/** Longest word of code within a line of text (characters): a longer one may run over the margin, as it can't be broken. */
const longestCode = 48;

function checkCode(code: string, line: number, { lines, problems }: SourceCheckOptions): void {
  const long = code.split(/\s+/).find((word) => word.length > longestCode);
  if (long !== undefined)
    problems.push(`${lines[line]?.place}: the code \`${long}\` is longer than ${longestCode} characters`);
}

function checkHtml(token: Token, line: number, { elements, lines, problems }: SourceCheckOptions): void {
  const markup = (token.content ?? '').replace(/<!--.*?-->/gs, '');
  for (const [, name = ''] of markup.matchAll(/<([a-z][\w-]*)/gi)) {
    if (!elements.has(name.toLowerCase())) {
      problems.push(`${lines[line]?.place}: the HTML element <${name}> can't be typeset`);
    }
  }
}
