// Python's nodes, as the counting rules see them.

import type { SyntaxNode } from '../parsing/syntax-node.ts';
import type { Decision, LanguageRules } from './language-rules.ts';

const loops = ['for_statement', 'while_statement'];
const blocks = new Set(['if_statement', 'try_statement', 'with_statement', 'match_statement', ...loops]);
const branches = new Set([
  'if_statement',
  'elif_clause',
  'except_clause',
  'conditional_expression',
  'boolean_operator',
  'for_in_clause',
  'if_clause',
  ...loops,
]);

const statements = new Set([
  'import_statement',
  'import_from_statement',
  'future_import_statement',
  'expression_statement',
  'assert_statement',
  'return_statement',
  'delete_statement',
  'raise_statement',
  'pass_statement',
  'break_statement',
  'continue_statement',
  'global_statement',
  'nonlocal_statement',
  'type_alias_statement',
  'elif_clause',
  'function_definition',
  'class_definition',
  ...blocks,
]);

export const pythonRules: LanguageRules = {
  isComment: (node) => node.type === 'comment' || isDocstring(node),
  imports: new Set(['import_statement', 'import_from_statement', 'future_import_statement']),
  statements,
  isInHeader: () => false,
  strings: new Set(['string']),
  substitutions: new Set(['interpolation', 'format_expression']),
  functions: new Set(['function_definition', 'lambda']),
  isBlock: ({ type }) => blocks.has(type),
  decisionAt(node): Decision | null {
    if (branches.has(node.type)) return 'branch';
    if (node.type === 'case_clause') return isCatchAll(node) ? null : 'case';
    return node.type === 'match_statement' ? 'switch' : null;
  },
};

/** A string on its own at the start of a module, class or function. */
function isDocstring({ type, parent, children }: SyntaxNode): boolean {
  if (type !== 'expression_statement' || children.length !== 1 || parent === null) return false;
  const text = children[0]!.type;
  if (text !== 'string' && text !== 'concatenated_string') return false;
  const holdsDocstring =
    parent.type === 'module' || /^(?:function|class)_definition$/.test(parent.parent?.type ?? '');
  const first = parent.children.find((child) => child.type !== 'comment');
  return holdsDocstring && first?.start === children[0]!.start;
}

/** `case _:`, which is Python's `default`. */
function isCatchAll(node: SyntaxNode): boolean {
  return !node.has('if_clause') && node.children[1]?.text === '_';
}
