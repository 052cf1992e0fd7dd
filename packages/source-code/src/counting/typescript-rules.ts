// TypeScript's nodes, as the counting rules see them.

import type { SyntaxNode } from '../parsing/syntax-node.ts';
import { type Decision, isShortCircuit, type LanguageRules } from './language-rules.ts';

const loops = ['for_statement', 'for_in_statement', 'while_statement', 'do_statement'];
const branches = new Set(['if_statement', 'ternary_expression', 'catch_clause', ...loops]);
const operators = new Set(['&&', '||', '??', '&&=', '||=', '??=']);
const blocks = new Set(['if_statement', 'switch_statement', 'try_statement', ...loops]);

const statements = new Set([
  'import_statement',
  'expression_statement',
  'lexical_declaration',
  'variable_declaration',
  'if_statement',
  'switch_statement',
  'try_statement',
  ...loops,
  'break_statement',
  'continue_statement',
  'debugger_statement',
  'return_statement',
  'throw_statement',
  'function_declaration',
  'generator_function_declaration',
  'function_signature',
  'class_declaration',
  'abstract_class_declaration',
  'interface_declaration',
  'type_alias_declaration',
  'method_definition',
  'method_signature',
  'abstract_method_signature',
  'public_field_definition',
  'property_signature',
]);

export const typescriptRules: LanguageRules = {
  isComment: ({ type }) => type === 'comment' || type === 'html_comment' || type === 'hash_bang_line',
  imports: new Set(['import_statement']),
  statements,
  isInHeader: ({ parent, field }) => parent?.type === 'for_statement' && field !== 'body',
  strings: new Set(['string', 'template_string', 'template_literal_type', 'regex']),
  substitutions: new Set(['template_substitution', 'template_type']),
  functions: new Set([
    'function_declaration',
    'generator_function_declaration',
    'method_definition',
    'arrow_function',
    'function_expression',
    'generator_function',
  ]),
  isBlock: (node) => blocks.has(node.type) && !isElseIf(node),
  decisionAt(node): Decision | null {
    if (branches.has(node.type) || isShortCircuit(node, operators)) return 'branch';
    if (node.type === 'switch_case') return 'case';
    return node.type === 'switch_statement' ? 'switch' : null;
  },
};

function isElseIf({ type, parent }: SyntaxNode): boolean {
  return type === 'if_statement' && parent?.type === 'else_clause';
}
