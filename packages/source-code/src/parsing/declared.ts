// A declaration in a file, as the files of the three languages find it.

import type { SyntaxNode } from './syntax-node.ts';

export interface Declared {
  readonly name: string;
  /** All of it, with `export` or decorators, without the comment above. */
  readonly node: SyntaxNode;
  /** False for a signature: an overload, an abstract method. */
  readonly hasBody?: boolean;
}
