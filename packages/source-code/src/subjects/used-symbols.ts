// A symbol with what it uses of its own file: helpers, constants, types, directly or by others.

import { type SourceSymbol, symbolsOf } from '../parsing/symbols.ts';
import { descendants, type SyntaxNode } from '../parsing/syntax-node.ts';

/** Leaves that name a variable, function or type; the names of properties and fields have other types. */
const names = new Set(['identifier', 'type_identifier', 'shorthand_property_identifier']);

/** The symbol and all top-level symbols of its file that it names; in Go with the methods of the types among them. */
export function withUsed(symbol: SourceSymbol): SourceSymbol[] {
  const all = topLevelSymbols(symbol);
  const used = new Set(all.filter(({ node }) => node === symbol.node));
  // A set's iteration reaches what is added meanwhile.
  for (const { node } of used) {
    const named = new Set(namesIn(node));
    for (const other of all) if (named.has(other.name.split('.')[0]!)) used.add(other);
  }
  return all.filter((other) => used.has(other));
}

function topLevelSymbols({ source }: SourceSymbol): SourceSymbol[] {
  const byNode = Map.groupBy(symbolsOf(source), ({ node }) => node);
  return [...byNode.values()].map(([first]) => first!).filter(({ node }) => isAtTopLevel(node));
}

/** Also one of several in a declaration: `const a = 0, b = 1`. */
function isAtTopLevel({ parent }: SyntaxNode): boolean {
  if (parent === null || parent.parent === null) return true;
  return /_(?:declaration|spec_list|statement)$/.test(parent.type) && isAtTopLevel(parent);
}

/** Python's attributes and names of arguments are identifiers, too. */
function namesIn(node: SyntaxNode): IteratorObject<string> {
  return descendants(node)
    .filter(({ type, field, parent }) => {
      const isMember = field === 'attribute' || (field === 'name' && parent?.type === 'keyword_argument');
      return names.has(type) && !isMember;
    })
    .map(({ text }) => text);
}
