// What is measured: a file, or a symbol of a file.

import type { SourceFile } from '../parsing/source-file.ts';
import type { SyntaxNode } from '../parsing/syntax-node.ts';

export interface Part {
  readonly source: SourceFile;
  readonly node: SyntaxNode;
}
