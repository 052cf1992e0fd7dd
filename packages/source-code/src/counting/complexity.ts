// Cyclomatic complexity, nesting and statements.

import { ancestors, namedDescendants, type SyntaxNode } from '../parsing/syntax-node.ts';
import type { Decision, LanguageRules } from './language-rules.ts';

/** Functions that are not inside another function. The inner ones count as part of the outermost. */
export function outermostFunctions(root: SyntaxNode, { functions }: LanguageRules): SyntaxNode[] {
  return [...namedDescendants(root)].filter(
    (node) =>
      functions.has(node.type) &&
      !ancestors(node).some((above) => functions.has(above.type) && isWithin(above, root)),
  );
}

function isWithin(node: SyntaxNode, root: SyntaxNode): boolean {
  return node.start >= root.start && node.end <= root.end;
}

/** The number of decisions of each kind. */
export function countDecisions(root: SyntaxNode, rules: LanguageRules): Readonly<Record<Decision, number>> {
  const counts = { branch: 0, case: 0, switch: 0 };
  for (const node of namedDescendants(root)) {
    const decision = rules.decisionAt(node);
    if (decision !== null) counts[decision] += 1;
  }
  return counts;
}

export function countStatements(root: SyntaxNode, rules: LanguageRules): number {
  const statements = [...namedDescendants(root)].filter(
    (node) => rules.statements.has(node.type) && !rules.isComment(node) && !rules.isInHeader(node),
  );
  return statements.length;
}

/**
 * The largest number of blocks around a place: `if`, loops, `switch` and so on.
 *
 * @param innerFunctions whether a function within a function is a level too; otherwise its levels begin at 0 again
 */
export function deepestNesting(
  node: SyntaxNode,
  rules: LanguageRules,
  innerFunctions: boolean,
  depth = 0,
  isInner = false,
): number {
  const isFunction = node.isNamed && rules.functions.has(node.type);
  let level = rules.isBlock(node) ? depth + 1 : depth;
  if (isFunction && isInner) level = innerFunctions ? depth + 1 : 0;
  const below = node.children.map((child) =>
    deepestNesting(child, rules, innerFunctions, level, isInner || isFunction),
  );
  return Math.max(level, ...below);
}
