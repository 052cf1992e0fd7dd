// Inserts probes into the sources of a runtime, at build time: each function of a server tells when it begins and ends, and
// before each of its statements that it has reached it. Everything is inserted within lines, so that line numbers stay.
// Statements of functions inside functions have none.

import { descendants, type SourceFile, type SyntaxNode } from '@three-ways/source-code';

/** A function with probes. */
export interface ProbedFunction {
  /** Relative to the workspace's root. */
  readonly file: string;
  readonly name: string;
  /** Its lines, from 1, both included. */
  readonly start: number;
  readonly end: number;
}

/** A statement that has a probe. */
export interface Place {
  readonly function: ProbedFunction;
  readonly line: number;
}

/** The syntax of probes in one language. */
interface Dialect {
  /** The function's body, if the node is a function that gets probes. */
  readonly bodyOf: (node: SyntaxNode) => SyntaxNode | undefined;
  readonly nameOf: (node: SyntaxNode) => string;
  readonly isFunction: (node: SyntaxNode) => boolean;
  /** Whether the node is a statement in a list of statements. */
  readonly isListed: (node: SyntaxNode) => boolean;
  /** Whether the node is a statement alone, without braces. */
  readonly isAlone: (node: SyntaxNode) => boolean;
  /** A loop whose head can wait: it is reached again at the end of its body. */
  readonly loopBody: (node: SyntaxNode) => SyntaxNode | undefined;
  readonly begin: string;
  readonly end: string;
  readonly at: (place: number) => string;
}

const typescript: Dialect = {
  bodyOf(node) {
    const method = node.type === 'method_definition' ? node : arrowOf(node);
    if (method === undefined || nameOf(node) === 'constructor') return undefined;
    if (node.children.some(({ type }) => type === 'get' || type === 'set' || type === 'static'))
      return undefined;
    const body = method.child('body');
    return body?.type === 'statement_block' ? body : undefined;
  },
  nameOf,
  isFunction: ({ type }) =>
    /^(arrow_function|function_expression|function_declaration|generator_function)$/.test(type),
  isListed: ({ isNamed, type, parent }) =>
    isNamed && type !== 'comment' && (parent?.type === 'statement_block' || isOfCase(parent, type)),
  isAlone: ({ isNamed, type, field, parent }) =>
    isNamed &&
    type !== 'statement_block' &&
    type !== 'else_clause' &&
    type !== 'comment' &&
    ((field === 'consequence' && parent?.type === 'if_statement') ||
      (field === 'body' && /^(for|for_in|while)_statement$/.test(parent?.type ?? '')) ||
      parent?.type === 'else_clause'),
  loopBody: () => undefined,
  begin: ' const __task = __enter(this); try {',
  end: '} finally { __leave(__task); }',
  at: (place) => `__at(__task, ${place}); `,
};

function isOfCase(parent: SyntaxNode | null, type: string): boolean {
  return /^switch_(case|default)$/.test(parent?.type ?? '') && /statement|declaration/.test(type);
}

function nameOf(node: SyntaxNode): string {
  return node.child('name')?.text ?? '';
}

/** The arrow function of a class member such as `receive = (message) => { … }`. */
function arrowOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type !== 'public_field_definition') return undefined;
  const value = node.child('value');
  return value?.type === 'arrow_function' ? value : undefined;
}

const go: Dialect = {
  bodyOf: (node) =>
    node.type === 'method_declaration' && /^\(s \*server\)$/.test(node.child('receiver')?.text ?? '')
      ? node.child('body')
      : undefined,
  nameOf,
  isFunction: ({ type }) => type === 'func_literal',
  isListed: ({ isNamed, type, parent }) =>
    isNamed &&
    type !== 'comment' &&
    (parent?.type === 'statement_list' || parent?.type === 'block') &&
    type !== 'statement_list',
  isAlone: () => false,
  loopBody: (node) =>
    node.type === 'for_statement' && node.has('range_clause') ? node.child('body') : undefined,
  begin: ' task := enterProbed(s); defer task.leave();',
  end: '',
  at: (place) => `task.at(${place}); `,
};

const dialects: Readonly<Record<string, Dialect>> = { typescript, go };

/**
 * The text with probes.
 *
 * @param file the source's path relative to the workspace's root
 * @param places gets the places of the probes; a place's number is its position, from 1
 * @param only the functions that get probes; all without it
 */
export function withProbes(
  source: SourceFile,
  file: string,
  places: Place[],
  only: (name: string) => boolean = () => true,
): string {
  const dialect = dialects[source.language]!;
  const inserted: { readonly at: number; readonly text: string }[] = [];
  for (const node of descendants(source.node)) {
    const body = dialect.bodyOf(node);
    const name = dialect.nameOf(node);
    if (body === undefined || !only(name)) continue;
    const probed = { file, name, start: node.startLine, end: node.endLine };
    inserted.push({ at: body.start + 1, text: dialect.begin });
    for (const statement of statementsIn(body, dialect)) {
      places.push({ function: probed, line: statement.startLine });
      const text = dialect.at(places.length);
      const isAlone = dialect.isAlone(statement);
      inserted.push({ at: statement.start, text: isAlone ? `{ ${text}` : text });
      if (isAlone) inserted.push({ at: statement.end, text: ' }' });
      const loop = dialect.loopBody(statement);
      if (loop !== undefined) inserted.push({ at: loop.end - 1, text: `; ${text}` });
    }
    inserted.push({ at: body.end - 1, text: dialect.end });
  }
  return insertAll(source.text, inserted);
}

function* statementsIn(node: SyntaxNode, dialect: Dialect): Generator<SyntaxNode> {
  for (const child of node.children) {
    if (dialect.isFunction(child)) continue;
    if (dialect.isListed(child) || dialect.isAlone(child)) yield child;
    yield* statementsIn(child, dialect);
  }
}

/** Of two insertions at one position, an earlier one comes first. */
function insertAll(
  text: string,
  inserted: readonly { readonly at: number; readonly text: string }[],
): string {
  let result = '';
  let from = 0;
  for (const { at, text: piece } of inserted.toSorted((a, b) => a.at - b.at)) {
    result += text.slice(from, at) + piece;
    from = at;
  }
  return result + text.slice(from);
}
