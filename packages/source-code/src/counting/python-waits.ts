// The waits of Python that its syntax shows: `await`, and `with` for what is known to wait.

import { descendants, type SyntaxNode } from '../parsing/syntax-node.ts';
import type { BlockingCalls } from './blocking-calls.ts';
import { callAt, lastName } from './calls.ts';

/** The kind of wait that this node is, or null. */
export function waitInPython(node: SyntaxNode, root: SyntaxNode, { held }: BlockingCalls): string | null {
  if (node.type === 'await') return 'await';
  if ((node.type === 'for_statement' || node.type === 'with_statement') && node.has('async'))
    return node.type === 'for_statement' ? 'async for' : 'async with';
  if (node.type !== 'with_item') return null;
  const value = node.child('value') ?? node.children[0]!;
  const expression = value.type === 'as_pattern' ? value.children[0]! : value;
  const name = callAt(expression)?.name ?? lastName(expression);
  return held?.has(name) || isAssigned(name, held, root) ? 'with' : null;
}

/** Whether a name is assigned an instance of one of these classes in the file: `lock = threading.Lock()`. */
function isAssigned(name: string, classes: ReadonlySet<string> | undefined, root: SyntaxNode): boolean {
  return descendants(root).some((node) => {
    if (node.type !== 'assignment') return false;
    const right = node.child('right');
    const made = right === undefined ? undefined : callAt(right)?.name;
    return made !== undefined && classes?.has(made) === true && lastName(node.child('left')!) === name;
  });
}
