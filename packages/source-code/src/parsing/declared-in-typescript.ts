// The declarations of a TypeScript file.

import type { Declared } from './declared.ts';
import type { SyntaxNode } from './syntax-node.ts';

const named = new Set([
  'function_declaration',
  'generator_function_declaration',
  'function_signature',
  'class_declaration',
  'abstract_class_declaration',
  'interface_declaration',
  'type_alias_declaration',
  'enum_declaration',
  'method_definition',
  'method_signature',
  'abstract_method_signature',
  'public_field_definition',
  'property_signature',
  'pair',
]);
const signatures = new Set(['function_signature', 'method_signature', 'abstract_method_signature']);
const functions = new Set([
  'function_declaration',
  'generator_function_declaration',
  'method_definition',
  'arrow_function',
  'function_expression',
  'generator_function',
]);

/** @param whole what the declaration is part of, such as an export */
export function* declaredInTypeScript(
  node: SyntaxNode,
  prefix = '',
  isLocal = false,
  whole = node,
): Generator<Declared> {
  const inside = isLocal || functions.has(node.type);
  if (node.type === 'export_statement') yield* below(node, prefix, inside, node);
  else if (node.type === 'variable_declarator') yield* variable(node, prefix, isLocal, whole);
  else if (node.type === 'lexical_declaration' || node.type === 'variable_declaration') {
    const isOnly = node.children.filter(({ type }) => type === 'variable_declarator').length === 1;
    yield* below(node, prefix, inside, isOnly ? whole : undefined);
  } else if (named.has(node.type)) {
    const name = prefix + nameOf(node);
    if (!isLocal || holdsFunction(node))
      yield { name: joined(name), node: whole, hasBody: !signatures.has(node.type) };
    yield* below(node, `${withoutAccessor(name)}.`, inside);
  } else yield* below(node, prefix, inside);
}

function* below(node: SyntaxNode, prefix: string, isLocal: boolean, whole?: SyntaxNode): Generator<Declared> {
  for (const child of node.children) yield* declaredInTypeScript(child, prefix, isLocal, whole ?? child);
}

function* variable(
  node: SyntaxNode,
  prefix: string,
  isLocal: boolean,
  whole: SyntaxNode,
): Generator<Declared> {
  const name = node.child('name')!;
  const isName = name.type === 'identifier';
  if (isName && (!isLocal || holdsFunction(node))) yield { name: prefix + name.text, node: whole };
  yield* below(node, isName ? `${prefix}${name.text}.` : prefix, isLocal);
}

/** With `get` or `set` for an accessor. */
function nameOf(node: SyntaxNode): string {
  const name = (node.child('name') ?? node.child('key'))!;
  const accessor = node.children.find(({ type }) => type === 'get' || type === 'set');
  return accessor === undefined ? name.text : `${accessor.type} ${name.text}`;
}

function withoutAccessor(name: string): string {
  return name.replace(/(?:get|set) (?=[^.]*$)/, '');
}

/** `Class[Symbol.iterator]`, not `Class.[Symbol.iterator]`. */
function joined(name: string): string {
  return name.replaceAll('.[', '[');
}

function holdsFunction(node: SyntaxNode): boolean {
  return functions.has(node.type) || functions.has(node.child('value')?.type ?? '');
}
