// Calls of a subject's own functions that wait. An `await` marks them; Go, Python and threads don't, so they are found by name.

import { ancestors, descendants, type SyntaxNode } from '../parsing/syntax-node.ts';
import { blockingCalls, type Model } from './blocking-calls.ts';
import { type Call, callAt } from './calls.ts';
import { isStartedAsTask, isWaitedFor } from './named-calls.ts';
import type { Part } from './part.ts';
import { type Wait, waitsIn } from './waits.ts';

const declarations = new Set([
  'function_declaration',
  'generator_function_declaration',
  'method_declaration',
  'method_definition',
  'function_definition',
]);
const marks = new Set(['await', 'yield*', 'yield', 'await using', 'for await']);

export interface WaitCounts {
  /** As the text shows them: `await` and `yield` wherever they stand, else statements and blocking calls. */
  readonly marked: number;
  /** Without calls of the subject's own functions: each wait is counted where it happens. */
  readonly primitive: number;
  /** The primitive ones, each case of a `select` counted. */
  readonly byCase: number;
  /** With each call of one of the subject's own functions that may wait. */
  readonly withCalls: number;
}

/** Counts the waiting points of parts that belong together. */
export function countWaits(parts: readonly Part[], model: Model): WaitCounts {
  const waits = parts.flatMap((part) => waitsIn(part, model));
  const bodies = bodiesIn(parts);
  const primitive = waits.filter((wait) => !isMarkedCall(wait, bodies));
  return {
    marked: waits.length,
    primitive: primitive.length,
    byCase: primitive.reduce((sum, { cases }) => sum + cases, 0),
    withCalls: waits.length + (isMarkedBy(model) ? 0 : unmarkedCalls(parts, waits, bodies)),
  };
}

/** Whether the language marks each wait of this model. */
function isMarkedBy(model: Model): boolean {
  return blockingCalls[model].always.size === 0;
}

type Bodies = ReadonlyMap<string, readonly SyntaxNode[]>;

function bodiesIn(parts: readonly Part[]): Bodies {
  const functions = parts.flatMap(({ node }) =>
    [...descendants(node)].filter(({ type }) => declarations.has(type)),
  );
  return Map.groupBy(functions, (node) => node.child('name')!.text);
}

/** Whether the wait is an `await` or `yield*` for one of these functions. */
function isMarkedCall({ node, kind }: Wait, bodies: Bodies): boolean {
  if (!marks.has(kind)) return false;
  const call = callAt(node.children.find((child) => isOwnCall(child, bodies)) ?? node);
  return call !== null;
}

function isOwnCall(node: SyntaxNode, bodies: Bodies): boolean {
  const call = callAt(node);
  return call !== null && bodies.has(call.name) && isOnOwnObject(call);
}

/** Without an object, on `this` or `self`, or on a Go method's receiver. */
function isOnOwnObject({ node, object }: Call): boolean {
  if (object === null || object.text === 'this' || object.text === 'self') return true;
  const method = ancestors(node).find(({ type }) => type === 'method_declaration');
  const receiver = method?.child('receiver');
  return receiver !== undefined && descendants(receiver).some((node) => isNameOf(node, object));
}

function isNameOf(node: SyntaxNode, object: SyntaxNode): boolean {
  return node.field === 'name' && node.text === object.text;
}

/** Calls without a mark of functions that wait, directly or by such calls. */
function unmarkedCalls(parts: readonly Part[], waits: readonly Wait[], bodies: Bodies): number {
  const calls = parts
    .flatMap(({ node }) => [...descendants(node)])
    .filter((node) => isOwnCall(node, bodies) && !isWaitedFor(node) && !isStartedAsTask(node))
    .map((node) => ({ called: callAt(node)!.name, callers: functionsAround(node, bodies) }));
  const waiting = new Set(waits.flatMap(({ node }) => functionsAround(node, bodies)));
  for (let before = -1; waiting.size > before; ) {
    before = waiting.size;
    for (const { called, callers } of calls)
      if (waiting.has(called)) for (const caller of callers) waiting.add(caller);
  }
  return calls.filter(({ called }) => waiting.has(called)).length;
}

function functionsAround(node: SyntaxNode, bodies: Bodies): string[] {
  const around = ancestors(node).filter(({ type }) => declarations.has(type));
  return around
    .map((outer) => outer.child('name')!.text)
    .filter((name) => bodies.has(name))
    .toArray();
}
