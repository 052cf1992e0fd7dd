// Parses TypeScript, Go and Python with the grammars of tree-sitter, which npm packages carry as WebAssembly.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language as Grammar, Parser, type TreeCursor } from 'web-tree-sitter';
import { SyntaxFault } from './errors.ts';
import { inOlderSyntax } from './newer-syntax.ts';
import { type Language, languageOf, type SourceFile } from './source-file.ts';
import { descendants, SyntaxNode } from './syntax-node.ts';

const require = createRequire(import.meta.url);
await Parser.init();
const parser = new Parser();
const grammars: Readonly<Record<Language, Grammar>> = {
  typescript: await Grammar.load(require.resolve('tree-sitter-typescript/tree-sitter-typescript.wasm')),
  go: await Grammar.load(require.resolve('tree-sitter-go/tree-sitter-go.wasm')),
  python: await Grammar.load(require.resolve('tree-sitter-python/tree-sitter-python.wasm')),
};

/**
 * Parses a file.
 *
 * @throws UnknownLanguage
 * @throws SyntaxFault
 * @throws Error of `node:fs` if the file can't be read
 */
export function readSource(path: string): SourceFile {
  const language = languageOf(path);
  return parseText(readFileSync(path, 'utf8'), language, path);
}

/**
 * Parses a text.
 *
 * @param path for messages
 * @throws SyntaxFault
 */
export function parseText(text: string, language: Language, path = `a text in ${language}`): SourceFile {
  let node = treeOf(text, text, language);
  if (faultIn(node) !== undefined) node = treeOf(inOlderSyntax(text, language), text, language);
  const fault = faultIn(node);
  if (fault !== undefined) throw new SyntaxFault(path, fault.startLine, lineOf(text, fault.startLine));
  return { path, language, text, node };
}

/** @param read the text as the grammar reads it, with the same offsets as the text itself */
function treeOf(read: string, text: string, language: Language): SyntaxNode {
  parser.setLanguage(grammars[language]);
  const tree = parser.parse(read)!;
  const cursor = tree.walk();
  const root = copyOf(cursor, null, text);
  cursor.delete();
  tree.delete();
  return root;
}

function copyOf(cursor: TreeCursor, parent: SyntaxNode | null, text: string): SyntaxNode {
  const node = new SyntaxNode(
    {
      type: cursor.nodeIsMissing ? 'MISSING' : cursor.nodeType,
      isNamed: cursor.nodeIsNamed,
      field: cursor.currentFieldName,
      parent,
      start: cursor.startIndex,
      end: cursor.endIndex,
      startLine: cursor.startPosition.row + 1,
      endLine: cursor.endPosition.row + 1,
    },
    text,
  );
  if (!cursor.gotoFirstChild()) return node;
  const children = node.children as SyntaxNode[];
  do children.push(copyOf(cursor, node, text));
  while (cursor.gotoNextSibling());
  cursor.gotoParent();
  return node;
}

function faultIn(root: SyntaxNode): SyntaxNode | undefined {
  return descendants(root).find(({ type }) => type === 'ERROR' || type === 'MISSING');
}

function lineOf(text: string, line: number): string {
  return text.split('\n')[line - 1]!.trim().slice(0, 60);
}
