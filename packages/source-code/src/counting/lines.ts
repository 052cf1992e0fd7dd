// Lines: of code, if a token stands on it; of comment, if only a comment does.

import { descendants, type SyntaxNode } from '../parsing/syntax-node.ts';
import type { LanguageRules } from './language-rules.ts';
import type { Token } from './tokens.ts';

export interface LineCounts {
  readonly code: number;
  readonly imports: number;
  readonly comments: number;
}

export function countLines(node: SyntaxNode, tokens: readonly Token[], rules: LanguageRules): LineCounts {
  const code = new Set(tokens.flatMap((token) => linesOf(token.node)));
  const others = new Set(tokens.filter(({ isImport }) => !isImport).flatMap((token) => linesOf(token.node)));
  const comments = new Set(
    [...descendants(node)].filter((inner) => rules.isComment(inner)).flatMap((comment) => linesOf(comment)),
  );
  return {
    code: code.size,
    imports: code.difference(others).size,
    comments: comments.difference(code).size,
  };
}

/** The numbers of a node's lines, blank ones left out. */
function linesOf({ startLine, endLine, text }: SyntaxNode): number[] {
  if (startLine === endLine) return [startLine];
  return text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [startLine + i]));
}
