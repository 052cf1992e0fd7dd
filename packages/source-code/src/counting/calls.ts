// Calls: what is called, and on which object.

import type { SyntaxNode } from '../parsing/syntax-node.ts';

export interface Call {
  readonly node: SyntaxNode;
  /** The name of the function or method. */
  readonly name: string;
  /** The expression before the name, or null. */
  readonly object: SyntaxNode | null;
}

const callTypes = new Set(['call_expression', 'call']);
const memberTypes = new Set(['member_expression', 'selector_expression', 'attribute']);

/** The call that this node is; null for other nodes and for calls of what has no name. */
export function callAt(node: SyntaxNode): Call | null {
  if (!callTypes.has(node.type)) return null;
  const called = withoutTypeArguments(node.child('function'));
  if (called === undefined) return null;
  if (called.type === 'identifier') return { node, name: called.text, object: null };
  if (!memberTypes.has(called.type)) return null;
  const object = called.child('object') ?? called.child('operand') ?? null;
  return { node, name: called.last!.text, object };
}

/** The last name in an expression: `inbox` of `this.inbox`. */
export function lastName(node: SyntaxNode): string {
  return (memberTypes.has(node.type) ? node.last! : node).text;
}

/** Arguments without their names, in Python: `join()` and `get(timeout=1)` have none. */
export function positionalArguments({ node }: Call): SyntaxNode[] {
  const list = node.child('arguments')?.children ?? [];
  return list.filter(({ isNamed, type }) => isNamed && type !== 'keyword_argument' && type !== 'comment');
}

function withoutTypeArguments(called: SyntaxNode | undefined): SyntaxNode | undefined {
  return called?.type === 'type_instantiation_expression' ? called.child('function') : called;
}
