// A syntax tree as plain objects: the parser's own nodes live in WebAssembly's memory, and would have to be freed.

export class SyntaxNode {
  /** The grammar's name for it: `function_declaration`; of a keyword or sign, its text. */
  readonly type: string;
  /** False for keywords and signs. */
  readonly isNamed: boolean;
  /** Its role in the parent, such as `name` or `body`, if it has one. */
  readonly field: string | null;
  readonly parent: SyntaxNode | null;
  readonly children: readonly SyntaxNode[] = [];
  /** Offsets in the text (UTF-16 code units), the end excluded. */
  readonly start: number;
  readonly end: number;
  /** Line numbers, from 1, both included. */
  readonly startLine: number;
  readonly endLine: number;
  /** The text of the whole file. */
  private readonly file: string;

  constructor(from: Omit<SyntaxNode, 'text' | 'children' | 'child' | 'has' | 'last'>, file: string) {
    this.type = from.type;
    this.isNamed = from.isNamed;
    this.field = from.field;
    this.parent = from.parent;
    this.start = from.start;
    this.end = from.end;
    this.startLine = from.startLine;
    this.endLine = from.endLine;
    this.file = file;
  }

  get text(): string {
    return this.file.slice(this.start, this.end);
  }

  get last(): SyntaxNode | undefined {
    return this.children.at(-1);
  }

  /** The first child in this role. */
  child(field: string): SyntaxNode | undefined {
    return this.children.find((child) => child.field === field);
  }

  /** Whether a direct child has this type. */
  has(type: string): boolean {
    return this.children.some((child) => child.type === type);
  }
}

/** The node and all below it, in the order of the text. */
export function* descendants(node: SyntaxNode): Generator<SyntaxNode> {
  const ahead = [node];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    yield next;
    ahead.push(...next.children.toReversed());
  }
}

/** The same without keywords and signs, whose types can be those of nodes: Python's `lambda` is both. */
export function namedDescendants(node: SyntaxNode): IteratorObject<SyntaxNode> {
  return descendants(node).filter(({ isNamed }) => isNamed);
}

/** The parent, its parent and so on, the nearest first. */
export function* ancestors(node: SyntaxNode): Generator<SyntaxNode> {
  for (let above = node.parent; above !== null; above = above.parent) yield above;
}
