// Blocking calls, found by the names in blocking-calls.ts.

import { descendants, type SyntaxNode } from '../parsing/syntax-node.ts';
import type { BlockingCalls } from './blocking-calls.ts';
import { type Call, callAt, lastName, positionalArguments } from './calls.ts';

/** The name of the blocking call that this node is, or null. */
export function nameOfBlockingCall(node: SyntaxNode, root: SyntaxNode, calls: BlockingCalls): string | null {
  const call = callAt(node);
  if (call === null || isWaitedFor(node) || isStartedAsTask(node)) return null;
  return isAlways(call, root, calls) || isWithoutArgument(call, calls) ? call.name : null;
}

function isAlways({ name, object }: Call, root: SyntaxNode, { always, ofClasses }: BlockingCalls): boolean {
  if (object === null) return always.has(name);
  if (always.has(`${object.text}.${name}`) || isOfClass(name, object, root, ofClasses)) return true;
  return always.has(name) && !/^(?:this|self)$/.test(object.text) && !isNamespace(object.text, root);
}

/** Whether the object is an instance of a class whose method of this name blocks, as far as the file shows. */
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
