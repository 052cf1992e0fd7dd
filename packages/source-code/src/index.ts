// Parses the workspace's own sources: finds symbols, and measures length and complexity.

export type { Model } from './counting/blocking-calls.ts';
export { type Measurable, type Measures, measure, measureText } from './counting/measure.ts';
export { type Wait, waitsIn } from './counting/waits.ts';
export { AmbiguousSymbol, SyntaxFault, UnknownLanguage, UnknownSymbol } from './parsing/errors.ts';
export { parseText, readSource } from './parsing/parse.ts';
export type { Language, SourceFile } from './parsing/source-file.ts';
export { findSymbol, type SourceSymbol, symbolsOf } from './parsing/symbols.ts';
export { ancestors, descendants, type SyntaxNode } from './parsing/syntax-node.ts';
export { measureRuntimes, type RuntimePart, runtimeParts } from './subjects/runtimes.ts';
