// The waits of Go: of channels, by its syntax.

import { ancestors, namedDescendants, type SyntaxNode } from '../parsing/syntax-node.ts';
import { waitingIterators } from './blocking-calls.ts';
import { callAt, lastName } from './calls.ts';

const functions = new Set(['function_declaration', 'method_declaration', 'func_literal']);

/** The number of cases of a `select`, which is one waiting point; null with a `default`: it never waits. */
export function casesOfSelect(node: SyntaxNode): number | null {
  if (node.type !== 'select_statement' || node.has('default_case')) return null;
  const cases = node.children.filter(({ type }) => type === 'communication_case').length;
  return Math.max(1, cases);
}

/** The kind of wait on a channel that this node is, or null. The operations in the cases of a `select` are part of it. */
export function waitInGo(node: SyntaxNode, root: SyntaxNode): string | null {
  if (node.type === 'range_clause') return rangesOverWaits(node, root) ? 'range' : null;
  const isReceive = node.type === 'unary_expression' && node.child('operator')?.type === '<-';
  if ((!isReceive && node.type !== 'send_statement') || isCaseOfSelect(node)) return null;
  return isReceive ? 'receive' : 'send';
}

function isCaseOfSelect(node: SyntaxNode): boolean {
  return node.field === 'communication' || ancestors(node).some(({ field }) => field === 'communication');
}

/** Whether what is ranged over is known as a channel or an iterator, by its declaration or its name. */
function rangesOverWaits(clause: SyntaxNode, root: SyntaxNode): boolean {
  const ranged = clause.child('right') ?? clause.last!;
  const name = callAt(ranged)?.name;
  return name === undefined ? hasWaitingType(lastName(ranged), clause, root) : waitingIterators.has(name);
}

/** Whether the declaration of a name is one of a channel, or of an iterator. That in the function is nearer than a field. */
function hasWaitingType(name: string, place: SyntaxNode, root: SyntaxNode): boolean {
  const around = ancestors(place).filter(({ type }) => functions.has(type));
  const inFunction = around.flatMap((outer) => typesOf(name, outer)).toArray();
  const types = inFunction.length > 0 ? inFunction : typesOf(name, root);
  return types.some((type) => type?.type === 'channel_type' || type?.text.startsWith('iter.Seq'));
}

/** The types of all declarations of a name below a node; undefined for one without a type. */
function typesOf(name: string, node: SyntaxNode): (SyntaxNode | undefined)[] {
  return [...namedDescendants(node)]
    .filter(({ children }) => children.some((child) => namesIn(child).includes(name)))
    .map((declared) => declared.child('type') ?? madeBy(declared));
}

/** The type in `x := make(chan int)`. */
function madeBy(node: SyntaxNode): SyntaxNode | undefined {
  const made = node.child('right')?.children[0];
  const isMake = made !== undefined && callAt(made)?.name === 'make';
  return isMake ? made.child('arguments')?.children.find(({ type }) => type === 'channel_type') : undefined;
}

function namesIn({ type, text, field, children }: SyntaxNode): string[] {
  if (type === 'expression_list' && field === 'left') return children.map((child) => child.text);
  return field === 'name' ? [text] : [];
}
