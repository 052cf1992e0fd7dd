// What the counting rules need to know about a language: which nodes of its grammar are what.

import type { SyntaxNode } from '../parsing/syntax-node.ts';

/**
 * How a node adds to the cyclomatic complexity: on its own; as a case of a `switch`, `select` or `match`; or as that whole
 * statement.
 */
export type Decision = 'branch' | 'case' | 'switch';

export interface LanguageRules {
  /** Comments, and strings that serve as comments. */
  isComment(node: SyntaxNode): boolean;
  /** `import`s, and a file's package clause. */
  readonly imports: ReadonlySet<string>;
  readonly statements: ReadonlySet<string>;
  /** A statement in the header of another one, such as the initializer of a loop, is not counted. */
  isInHeader(node: SyntaxNode): boolean;
  /** Literals that are one token each, and one more for each substitution in them. */
  readonly strings: ReadonlySet<string>;
  readonly substitutions: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  /** Statements that nest what they contain. */
  isBlock(node: SyntaxNode): boolean;
  decisionAt(node: SyntaxNode): Decision | null;
}

/** Whether an expression is short-circuited: its right side runs on a condition. */
export function isShortCircuit(node: SyntaxNode, operators: ReadonlySet<string>): boolean {
  return operators.has(node.child('operator')?.type ?? '');
}
