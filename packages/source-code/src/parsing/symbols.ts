// Symbols: the named parts of a file, and their lines. A name is a path: `Class.method`, `function.inner`; in Go
// `Type.Method`, by the receiver's type.

import type { Declared } from './declared.ts';
import { declaredInGo } from './declared-in-go.ts';
import { declaredInPython } from './declared-in-python.ts';
import { declaredInTypeScript } from './declared-in-typescript.ts';
import { AmbiguousSymbol, UnknownSymbol } from './errors.ts';
import type { Language, SourceFile } from './source-file.ts';
import type { SyntaxNode } from './syntax-node.ts';

/** A named part of a file. */
export interface SourceSymbol {
  readonly name: string;
  readonly source: SourceFile;
  readonly node: SyntaxNode;
  /** The source text, without the comment above it. */
  readonly text: string;
  /** Line numbers in the file, from 1, both included. */
  readonly startLine: number;
  readonly endLine: number;
}

const declaredIn: Readonly<Record<Language, (node: SyntaxNode) => Iterable<Declared>>> = {
  typescript: declaredInTypeScript,
  go: declaredInGo,
  python: declaredInPython,
};

/**
 * The symbol of this name: `Server.run`, `Server[Symbol.dispose]`, `Server.get running` (of a getter and a setter of the same
 * name, the one). Of an overloaded function, its implementation.
 *
 * @throws UnknownSymbol
 * @throws AmbiguousSymbol if it is declared more than once
 */
export function findSymbol(source: SourceFile, name: string): SourceSymbol {
  const all = [...declaredIn[source.language](source.node)];
  const named = all.filter((declared) => declared.name === name || withoutAccessor(declared.name) === name);
  const bodies = named.filter(({ hasBody }) => hasBody !== false);
  const found = bodies.length > 0 ? bodies : named;
  if (found.length > 1) {
    const lines = found.map(({ node }) => node.startLine);
    throw new AmbiguousSymbol(source.path, name, lines);
  }
  if (found.length === 0) throw new UnknownSymbol(source.path, name, similarTo(name, all));
  return symbolOf(source, found[0]!);
}

/** All symbols of a file, in the order of the text. */
export function symbolsOf(source: SourceFile): SourceSymbol[] {
  return [...declaredIn[source.language](source.node)].map((declared) => symbolOf(source, declared));
}

function symbolOf(source: SourceFile, { name, node }: Declared): SourceSymbol {
  const { text, startLine, endLine } = node;
  return { name, source, node, text, startLine, endLine };
}

function withoutAccessor(name: string): string {
  return name.replace(/(?<=^|\.)(?:get|set) /, '');
}

function similarTo(name: string, all: readonly Declared[]): string[] {
  const last = name.split('.').at(-1)!.toLowerCase();
  const names = all.map((declared) => declared.name);
  return [...new Set(names)].filter((other) => other.split('.').at(-1)!.toLowerCase() === last);
}
