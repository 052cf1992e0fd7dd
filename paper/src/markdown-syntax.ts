// What the paper's Markdown can say beyond Remarkable's default: citations `[@key]`, several as `[@a; @b]`, one with
// a place as `[@key, Section 5]`; and inline mathematics `$n/2$` in Typst's notation. They are parser rules, not
// replacements in the text, so that a template literal inside a code block stays what it is.

import type { Citation, InlineState, MarkdownParser, Token } from './markdown-parser.ts';

/** Options for the Remarkable that markdown-pdf makes: the preset's rules plus those for footnotes. */
export const markdownOptions = {
  preset: 'default',
  html: true,
  breaks: false,
  syntax: ['footnote', 'footnote_inline', 'footnote_ref', 'footnote_tail'],
  // Colours come from the typesetter; markdown-pdf's own highlighter would only put elements in its way.
  highlight: () => '',
};

export function paperSyntax(parser: MarkdownParser): void {
  parser.inline.ruler.before('links', 'citation', parseCitation);
  parser.inline.ruler.before('links', 'math', parseMath);
  parser.renderer.rules.citation = (tokens, index) => renderCitation(tokens[index]?.citation);
  parser.renderer.rules.math = (tokens, index) =>
    `<span class="math">${escapeHtml(tokens[index]?.content ?? '')}</span>`;
}

const CITATION = /\[@([^\]\n]+)\]/y;
const MATH = /(?<!\$)\$(?=[^\s$])([^$\n]*[^\s$\\])\$(?![\d$])/y;

function parseCitation(state: InlineState, silent: boolean): boolean {
  const inside = matchHere(CITATION, state);
  if (!inside) return false;
  const citation = readCitation(inside[1] ?? '');
  if (!citation) return false;
  return accept(state, silent, inside[0], { type: 'citation', level: state.level, citation });
}

/** Reads what is between `[@` and `]`; undefined if that is not a citation. */
function readCitation(inside: string): Citation | undefined {
  const [cited = '', ...rest] = inside.split(',');
  const keys = cited.split(';').map((key) => key.trim().replace(/^@/, ''));
  const supplement = rest.join(',').trim();
  if (keys.some((key) => !/^[\w:.+/-]+$/.test(key))) return undefined;
  if (supplement !== '' && keys.length > 1) return undefined;
  return { keys, supplement };
}

function parseMath(state: InlineState, silent: boolean): boolean {
  const inside = matchHere(MATH, state);
  if (!inside) return false;
  return accept(state, silent, inside[0], { type: 'math', level: state.level, content: inside[1] ?? '' });
}

function matchHere(pattern: RegExp, state: InlineState): RegExpExecArray | undefined {
  pattern.lastIndex = state.pos;
  const match = pattern.exec(state.src);
  return match && pattern.lastIndex <= state.posMax ? match : undefined;
}

function accept(state: InlineState, silent: boolean, source: string, token: Token): boolean {
  if (!silent) state.push(token);
  state.pos += source.length;
  return true;
}

function renderCitation(citation: Citation | undefined): string {
  if (!citation) return '';
  const keys = escapeHtml(citation.keys.join(' '));
  return `<cite data-keys="${keys}" data-supplement="${escapeHtml(citation.supplement)}"></cite>`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
