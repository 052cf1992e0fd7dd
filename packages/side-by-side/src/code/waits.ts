// Where in the text a waiting point is marked: the keyword, the arrow, the name of the call that blocks.

import type { SyntaxNode, Wait } from '@three-ways/source-code';

/** Offsets in the file, from and to. */
export function marksOf(waits: readonly Wait[]): (readonly [number, number])[] {
  return waits.map(({ node }) => markOf(node)).toSorted(([a], [b]) => a - b);
}

function markOf(node: SyntaxNode): readonly [number, number] {
  const arrow = node.children.find(({ type }) => type === '<-');
  if (arrow !== undefined) return [arrow.start, arrow.end];
  const called = node.child('function');
  if (called !== undefined) {
    const name = called.child('property') ?? called.child('field') ?? called.child('attribute') ?? called;
    return [name.start, name.end];
  }
  const [first, second] = node.children;
  if (first === undefined) return [node.start, node.end];
  const isYieldAll = first.type === 'yield' && second?.type === '*';
  return [first.start, isYieldAll ? second.end : first.end];
}
