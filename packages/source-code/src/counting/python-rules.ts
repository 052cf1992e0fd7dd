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

/** A string that is a statement: the documentation of what stands before or around it. */
function isDocstring({ type, children }: SyntaxNode): boolean {
  const isAlone = type === 'expression_statement' && children.length === 1;
  return isAlone && /^(?:concatenated_)?string$/.test(children[0]!.type);
}

/** `case _:`, which is Python's `default`. */
function isCatchAll(node: SyntaxNode): boolean {
  return !node.has('if_clause') && node.children[1]?.text === '_';
}
