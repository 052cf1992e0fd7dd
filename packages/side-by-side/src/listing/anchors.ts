// Anchors: code that occurs once in a symbol, and the line on which its statement begins.

import { descendants, type SourceSymbol, type SyntaxNode } from '@three-ways/source-code';

const statement =
  /_(?:statement|declaration|definition|case)$|^(?:catch|finally|else|elif|except)_clause$|^switch_default$/;
const noStatement = /^(?:variadic_)?parameter_declaration$|^field_declaration$/;
const commentLine = /^\s*(?:\/\/|\/\*|\*|#)/;

/** A symbol's code without spaces and comments, and where its tokens begin and end in that. */
interface Squeezed {
  readonly text: string;
  readonly starts: ReadonlyMap<number, SyntaxNode>;
  readonly ends: ReadonlySet<number>;
}

const squeezed = new WeakMap<SyntaxNode, Squeezed>();

/** The lines on which code like this begins a statement, or lies in it: one for each time that it occurs. */
export function linesOfAnchor(symbol: SourceSymbol, anchor: string): number[] {
  const { text, starts, ends } = squeezed.getOrInsertComputed(symbol.node, squeeze);
  const wanted = withoutSpaces(anchor);
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const leaf = starts.get(at);
    if (leaf !== undefined && ends.has(at + wanted.length)) found.push(firstLineOf(leaf, symbol));
  }
  return found;
}

function squeeze(node: SyntaxNode): Squeezed {
  const starts = new Map<number, SyntaxNode>();
  const ends = new Set<number>();
  let text = '';
  for (const leaf of leavesOf(node)) {
    const own = withoutSpaces(leaf.text);
    if (own === '') continue;
    starts.set(text.length, leaf);
    text += own;
    ends.add(text.length);
  }
  return { text, starts, ends };
}

/** Tokens in the order of the text, without comments. */
function leavesOf(node: SyntaxNode): SyntaxNode[] {
  return [...descendants(node)].filter(
    ({ type, children, parent }) => children.length === 0 && type !== 'comment' && parent?.type !== 'comment',
  );
}

/** The first line of the innermost statement around a token, with the comments right above it. */
function firstLineOf(leaf: SyntaxNode, symbol: SourceSymbol): number {
  let node = leaf;
  while (node !== symbol.node && node.parent !== null && !isStatement(node)) node = node.parent;
  const lines = symbol.source.text.split('\n');
  let line = node.startLine;
  while (line - 1 > symbol.startLine && commentLine.test(lines[line - 2]!)) line -= 1;
  return line;
}

function isStatement({ type }: SyntaxNode): boolean {
  return statement.test(type) && !noStatement.test(type);
}

function withoutSpaces(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
