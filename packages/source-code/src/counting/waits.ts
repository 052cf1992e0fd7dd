// Waiting points: the places in the text at which a task may have to wait for others. docs/measuring-code.md has the rules.

import type { Language } from '../parsing/source-file.ts';
import { ancestors, descendants, namedDescendants, type SyntaxNode } from '../parsing/syntax-node.ts';
import { type BlockingCalls, blockingCalls, type Model, waitingIterators } from './blocking-calls.ts';
import { type Call, callAt, lastName, positionalArguments } from './calls.ts';
import type { Part } from './part.ts';

/** A waiting point. */
export interface Wait {
  readonly node: SyntaxNode;
  /** `await`, `yield*`, `receive`, `select`; of a call its name. */
  readonly kind: string;
  /** 1; of a Go `select` the number of its cases. */
  readonly cases: number;
}

type Find = (node: SyntaxNode, root: SyntaxNode, calls: BlockingCalls) => Omit<Wait, 'node'> | null;

const finders: Readonly<Record<Language, Find>> = {
  typescript: (node, root, calls) => one(markInTypeScript(node) ?? nameOfBlockingCall(node, root, calls)),
  go: (node, root, calls) =>
    selectAt(node) ?? one(waitInGo(node, root) ?? nameOfBlockingCall(node, root, calls)),
  python: (node, root, calls) =>
    one(waitInPython(node, root, calls) ?? nameOfBlockingCall(node, root, calls)),
};

/** The waiting points of a part, in the order of the text. */
export function waitsIn({ source, node }: Part, model: Model): Wait[] {
  const find = finders[source.language];
  return [...namedDescendants(node)].flatMap((inner) => {
    const wait = find(inner, source.node, blockingCalls[model]);
    return wait === null ? [] : [{ node: inner, ...wait }];
  });
}

function one(kind: string | null): Omit<Wait, 'node'> | null {
  return kind === null ? null : { kind, cases: 1 };
}

function markInTypeScript(node: SyntaxNode): string | null {
  if (node.type === 'await_expression')
    return node.children[1]?.has('using') === true ? 'await using' : 'await';
  if (node.type === 'yield_expression') return node.has('*') ? 'yield*' : 'yield';
  return node.type === 'for_in_statement' && node.has('await') ? 'for await' : null;
}

/** A `select` is one waiting point, with its cases; with a `default` it never waits. */
function selectAt(node: SyntaxNode): Omit<Wait, 'node'> | null {
  if (node.type !== 'select_statement' || node.has('default_case')) return null;
  const cases = node.children.filter(({ type }) => type === 'communication_case').length;
  return { kind: 'select', cases: Math.max(1, cases) };
}

function waitInGo(node: SyntaxNode, root: SyntaxNode): string | null {
  if (node.type === 'range_clause') return rangesOverWaits(node, root) ? 'range' : null;
  const isReceive = node.type === 'unary_expression' && node.child('operator')?.type === '<-';
  if ((!isReceive && node.type !== 'send_statement') || isCaseOfSelect(node)) return null;
  return isReceive ? 'receive' : 'send';
}

function isCaseOfSelect(node: SyntaxNode): boolean {
  return node.field === 'communication' || ancestors(node).some(({ field }) => field === 'communication');
}

/** Whether what is ranged over is known as a channel in this file, or as an iterator that waits. */
function rangesOverWaits(clause: SyntaxNode, root: SyntaxNode): boolean {
  const ranged = clause.child('right') ?? clause.last!;
  const name = callAt(ranged)?.name ?? lastName(ranged);
  return waitingIterators.has(name) || isChannel(name, root);
}

/** Whether a variable, parameter or field of this name is declared as a channel in the file. */
function isChannel(name: string, root: SyntaxNode): boolean {
  return descendants(root).some((node) => {
    const type = node.type === 'short_var_declaration' ? madeBy(node) : node.child('type');
    return type?.type === 'channel_type' && node.children.some((child) => namesIn(child).includes(name));
  });
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

function waitInPython(node: SyntaxNode, root: SyntaxNode, { held }: BlockingCalls): string | null {
  if (node.type === 'await') return 'await';
  if ((node.type === 'for_statement' || node.type === 'with_statement') && node.has('async'))
    return node.type === 'for_statement' ? 'async for' : 'async with';
  if (node.type !== 'with_item') return null;
  const value = node.child('value') ?? node.children[0]!;
  const expression = value.type === 'as_pattern' ? value.children[0]! : value;
  const name = callAt(expression)?.name ?? lastName(expression);
  return held?.has(name) || isAssigned(name, held, root) ? 'with' : null;
}

/** Whether a name is assigned an instance of one of these classes in the file: `lock = threading.Lock()`. */
function isAssigned(name: string, classes: ReadonlySet<string> | undefined, root: SyntaxNode): boolean {
  return descendants(root).some((node) => {
    if (node.type !== 'assignment') return false;
    const right = node.child('right');
    const made = right === undefined ? undefined : callAt(right)?.name;
    return made !== undefined && classes?.has(made) === true && lastName(node.child('left')!) === name;
  });
}

function nameOfBlockingCall(node: SyntaxNode, root: SyntaxNode, calls: BlockingCalls): string | null {
  const call = callAt(node);
  if (call === null || isWaitedFor(node) || isStartedAsTask(node)) return null;
  return isAlways(call, root, calls) || isWithoutArgument(call, calls) ? call.name : null;
}

function isAlways({ name, object }: Call, root: SyntaxNode, { always, ofClasses }: BlockingCalls): boolean {
  if (object === null) return always.has(name);
  if (always.has(`${object.text}.${name}`) || isOfClass(name, object, root, ofClasses)) return true;
  return always.has(name) && !/^(?:this|self)$/.test(object.text) && !isNamespace(object.text, root);
}

/** Whether the object is an instance of a class whose method of this name blocks, as far as the file tells. */
function isOfClass(name: string, object: SyntaxNode, root: SyntaxNode, of?: ReadonlySet<string>): boolean {
  const classes = [...(of ?? [])].map((entry) => entry.split('.')).filter(([, method]) => method === name);
  return classes.some(([type]) => isDeclaredAs(lastName(object), type!, root));
}

/** `x = Sender.attach(…)`, `x = new Sender(…)`, `x: Sender`, of a variable, parameter or field. */
function isDeclaredAs(name: string, type: string, root: SyntaxNode): boolean {
  const declared = new RegExp(`^(?:(?:new )?${type}[.(]|: ${type}\\b)`);
  return descendants(root).some((node) => {
    const named = node.child('name') ?? node.child('pattern') ?? node.child('left');
    if (named?.text !== name) return false;
    return [node.child('value'), node.child('type'), node.child('right')].some((of) =>
      declared.test(of?.text ?? ''),
    );
  });
}

/** A number, if any, is a timeout: `thread.join(5)`, but not `', '.join(words)` and `names.get(id)`. */
function isWithoutArgument(call: Call, { withoutArgument }: BlockingCalls): boolean {
  if (!withoutArgument?.has(call.name) || call.object === null || call.object.type === 'string') return false;
  return positionalArguments(call).every(({ type }) => type === 'integer' || type === 'float');
}

/** Whether this is a namespace of functions in TypeScript: `import * as raftCore`. */
function isNamespace(name: string, root: SyntaxNode): boolean {
  return descendants(root).some(({ type, last }) => type === 'namespace_import' && last?.text === name);
}

/** The call in `await f()` or `yield* f()` is not counted again. */
export function isWaitedFor({ parent }: SyntaxNode): boolean {
  return (
    parent?.type === 'await_expression' || parent?.type === 'yield_expression' || parent?.type === 'await'
  );
}

/** `go f()`, or `void f()`: the call waits, if at all, in another task. */
export function isStartedAsTask({ parent }: SyntaxNode): boolean {
  return parent?.type === 'go_statement' || (parent?.type === 'unary_expression' && parent.has('void'));
}
