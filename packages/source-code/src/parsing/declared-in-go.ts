// The declarations of a Go file.

import type { Declared } from './declared.ts';
import { descendants, type SyntaxNode } from './syntax-node.ts';

const specs = new Set(['type_spec', 'type_alias', 'const_spec', 'var_spec']);
const members = new Set(['field_declaration', 'method_elem']);

export function* declaredInGo(root: SyntaxNode): Generator<Declared> {
  for (const node of root.children) {
    if (node.type === 'function_declaration') yield* withInner(node.child('name')!.text, node);
    else if (node.type === 'method_declaration')
      yield* withInner(`${receiverOf(node)}.${node.child('name')!.text}`, node);
    else if (/^(?:type|const|var)_declaration$/.test(node.type)) yield* group(node);
  }
}

/** A declaration with one name is taken whole, in a group each name for itself. */
function* group(node: SyntaxNode): Generator<Declared> {
  const found = [...descendants(node)].filter(({ type }) => specs.has(type));
  for (const spec of found)
    for (const name of namesOf(spec)) {
      yield { name, node: found.length === 1 ? node : spec };
      for (const member of membersOf(spec))
        for (const inner of namesOf(member)) yield { name: `${name}.${inner}`, node: member };
    }
}

function membersOf(spec: SyntaxNode): SyntaxNode[] {
  const list = spec.child('type');
  if (list?.type === 'interface_type') return list.children.filter(({ type }) => members.has(type));
  if (list?.type !== 'struct_type') return [];
  return list.children.flatMap(({ children }) => children.filter(({ type }) => members.has(type)));
}

function namesOf(node: SyntaxNode): string[] {
  return node.children.filter(({ field, isNamed }) => field === 'name' && isNamed).map(({ text }) => text);
}

/** The type that a method belongs to, without pointer and type parameters. */
function receiverOf(method: SyntaxNode): string {
  return descendants(method.child('receiver')!).find(({ type }) => type === 'type_identifier')!.text;
}

/** A function, and the functions that it gives a name to. */
function* withInner(name: string, node: SyntaxNode): Generator<Declared> {
  yield { name, node };
  for (const inner of descendants(node))
    if (inner.type === 'short_var_declaration' && inner.child('right')?.children[0]?.type === 'func_literal')
      yield { name: `${name}.${inner.child('left')!.text}`, node: inner };
}
