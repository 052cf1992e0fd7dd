// Tokens: the leaves of the syntax tree without comments. A string is one token; with substitutions, one more for each, and the
// tokens in them.

import type { SyntaxNode } from '../parsing/syntax-node.ts';
import type { LanguageRules } from './language-rules.ts';

export interface Token {
  readonly node: SyntaxNode;
  /** How many it counts for: more than 1 for a string with substitutions. */
  readonly count: number;
  /** Whether it belongs to an import. */
  readonly isImport: boolean;
}

/** Signs that only separate or enclose; formatters and languages differ in them most. */
const separators = new Set(['(', ')', '[', ']', '{', '}', ',', ';', ':', '.']);

/** The tokens of a node, in the order of the text. */
export function* tokensOf(node: SyntaxNode, rules: LanguageRules, isImport = false): Generator<Token> {
  const imported = isImport || rules.imports.has(node.type);
  if (rules.isComment(node)) return;
  if (rules.strings.has(node.type)) {
    const substitutions = substitutionsIn(node, rules);
    yield { node, count: 1 + substitutions.length, isImport: imported };
    for (const substitution of substitutions)
      for (const child of substitution.children) if (child.isNamed) yield* expression(child, rules, imported);
  } else if (node.children.length > 0)
    for (const child of node.children) yield* tokensOf(child, rules, imported);
  else if (!isSpace(node)) yield { node, count: 1, isImport: imported };
}

/** Also the end of a line where it ends a statement, and Python's backslash before one that does not. */
function isSpace({ type, text }: SyntaxNode): boolean {
  return type === 'line_continuation' || text.trim() === '';
}

export function isSeparator({ node }: Token): boolean {
  return separators.has(node.type);
}

/** An expression in a string. Python's conversions and formats (`!r`, `:.2f`) belong to the string. */
function* expression(node: SyntaxNode, rules: LanguageRules, isImport: boolean): Generator<Token> {
  if (node.type !== 'type_conversion' && node.type !== 'format_specifier')
    yield* tokensOf(node, rules, isImport);
}

/** The substitutions in a string's text, and those in their formats; not those of strings within them. */
function substitutionsIn(node: SyntaxNode, rules: LanguageRules): SyntaxNode[] {
  return node.children.flatMap((child) => {
    if (!rules.substitutions.has(child.type)) return [];
    const formats = child.children.filter(({ type }) => type === 'format_specifier');
    return [child, ...formats.flatMap((format) => substitutionsIn(format, rules))];
  });
}
