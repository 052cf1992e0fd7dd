// Go's nodes, as the counting rules see them.

import { type Decision, isShortCircuit, type LanguageRules } from './language-rules.ts';

const switches = ['expression_switch_statement', 'type_switch_statement', 'select_statement'];
const blocks = new Set(['if_statement', 'for_statement', ...switches]);
const cases = new Set(['expression_case', 'type_case', 'communication_case']);
const operators = new Set(['&&', '||']);

const statements = new Set([
  'package_clause',
  'import_spec',
  'const_spec',
  'var_spec',
  'type_spec',
  'type_alias',
  'field_declaration',
  'method_elem',
  'function_declaration',
  'method_declaration',
  'short_var_declaration',
  'assignment_statement',
  'inc_statement',
  'dec_statement',
  'send_statement',
  'expression_statement',
  'go_statement',
  'defer_statement',
  'return_statement',
  'break_statement',
  'continue_statement',
  'fallthrough_statement',
  'goto_statement',
  ...blocks,
]);
/** The roles of statements in the headers of `if`, `for`, `switch` and `select` cases. */
const headers = new Set(['initializer', 'update', 'condition', 'communication']);

export const goRules: LanguageRules = {
  isComment: ({ type }) => type === 'comment',
  imports: new Set(['package_clause', 'import_declaration']),
  statements,
  isInHeader: ({ field }) => headers.has(field ?? ''),
  strings: new Set(['interpreted_string_literal', 'raw_string_literal', 'rune_literal']),
  substitutions: new Set(),
  functions: new Set(['function_declaration', 'method_declaration', 'func_literal']),
  isBlock: ({ type, field }) => blocks.has(type) && field !== 'alternative',
  decisionAt(node): Decision | null {
    if (node.type === 'if_statement' || node.type === 'for_statement') return 'branch';
    if (isShortCircuit(node, operators)) return 'branch';
    if (cases.has(node.type)) return 'case';
    return switches.includes(node.type) ? 'switch' : null;
  },
};
