// The declarations of a Python file.

import type { Declared } from './declared.ts';
import type { SyntaxNode } from './syntax-node.ts';

export function* declaredInPython(
  node: SyntaxNode,
  prefix = '',
  isLocal = false,
  whole = node,
): Generator<Declared> {
  const isFunction = node.type === 'function_definition';
  if (isFunction || node.type === 'class_definition') {
    const name = prefix + node.child('name')!.text;
    yield { name, node: whole };
    yield* below(node, `${name}.`, isLocal || isFunction);
  } else if (node.type === 'decorated_definition') yield* below(node, prefix, isLocal, node);
  else if (node.type === 'type_alias_statement')
    yield { name: prefix + node.child('left')!.text, node: whole };
  else if (node.type === 'expression_statement' && !isLocal) yield* assignment(node, prefix);
  else yield* below(node, prefix, isLocal);
}

function* below(node: SyntaxNode, prefix: string, isLocal: boolean, whole?: SyntaxNode): Generator<Declared> {
  for (const child of node.children) yield* declaredInPython(child, prefix, isLocal, whole ?? child);
}

function* assignment(node: SyntaxNode, prefix: string): Generator<Declared> {
  const left = node.children[0]?.type === 'assignment' ? node.children[0].child('left') : undefined;
  if (left?.type === 'identifier') yield { name: prefix + left.text, node };
}
