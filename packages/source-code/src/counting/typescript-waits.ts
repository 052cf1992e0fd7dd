// The marks of a wait in TypeScript.

import type { SyntaxNode } from '../parsing/syntax-node.ts';

/** The kind of wait that this node marks, or null. */
export function waitInTypeScript(node: SyntaxNode): string | null {
  if (node.type === 'await_expression')
    return node.children[1]?.has('using') === true ? 'await using' : 'await';
  if (node.type === 'yield_expression') return node.has('*') ? 'yield*' : 'yield';
  return node.type === 'for_in_statement' && node.has('await') ? 'for await' : null;
}
