// The parts of a listing, by name: a symbol, or a test by its title in quotes.

import {
  descendants,
  findSymbol,
  type SourceFile,
  type SourceSymbol,
  type SyntaxNode,
  UnknownSymbol,
} from '@three-ways/source-code';

/** Functions whose first string is a test's title: vitest's, and those of the Go tests. */
const definesTest = new Set(['it', 'test', 'inBubble']);

/**
 * Finds a part.
 *
 * @param name `Server.run`, or `"title of a test"`
 * @throws UnknownSymbol, AmbiguousSymbol
 */
export function findPart(source: SourceFile, name: string): SourceSymbol {
  return name.startsWith('"') ? findTest(source, name) : findSymbol(source, name);
}

function findTest(source: SourceFile, name: string): SourceSymbol {
  const title = name.slice(1, -1);
  const call = descendants(source.node).find(
    (node) =>
      node.type === 'call_expression' &&
      definesTest.has(node.child('function')?.text ?? '') &&
      titleOf(node) === title,
  );
  if (call === undefined) throw new UnknownSymbol(source.path, name, []);
  const node = call.parent?.type === 'expression_statement' ? call.parent : call;
  const { text, startLine, endLine } = node;
  return { name, source, node, text, startLine, endLine };
}

function titleOf(call: SyntaxNode): string | undefined {
  const list = call.child('arguments');
  const literal =
    list && descendants(list).find(({ type }) => /^(?:interpreted_)?string(?:_literal)?$/.test(type));
  return literal?.text.slice(1, -1).trim();
}

/** The lines of a Python function's docstring, which is a comment in all but its syntax; null if it has none. */
export function docstringOf({ node, source }: SourceSymbol): readonly [number, number] | null {
  if (source.language !== 'python') return null;
  const first = node.child('body')?.children[0];
  const isString = first?.type === 'expression_statement' && first.children[0]?.type === 'string';
  return isString ? [first.startLine, first.endLine] : null;
}
