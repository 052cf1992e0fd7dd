// Measures the length and complexity of sources. docs/measuring-code.md says how each figure is counted, and why.

import { parseText } from '../parsing/parse.ts';
import type { Language, SourceFile } from '../parsing/source-file.ts';
import type { SourceSymbol } from '../parsing/symbols.ts';
import type { SyntaxNode } from '../parsing/syntax-node.ts';
import { defaultModels, type Model } from './blocking-calls.ts';
import { countDecisions, countStatements, deepestNesting, outermostFunctions } from './complexity.ts';
import { goRules } from './go-rules.ts';
import type { LanguageRules } from './language-rules.ts';
import { countLines } from './lines.ts';
import { countWaits } from './own-calls.ts';
import type { Part } from './part.ts';
import { pythonRules } from './python-rules.ts';
import { isSeparator, tokensOf } from './tokens.ts';
import { typescriptRules } from './typescript-rules.ts';

/** All figures are counts. */
export interface Measures {
  /** Lines with a token on them: neither blank nor comment. */
  readonly lines: number;
  readonly linesWithoutImports: number;
  /** Lines with nothing but a comment on them. */
  readonly commentLines: number;
  readonly statements: number;
  readonly tokens: number;
  readonly tokensWithoutImports: number;
  /** Tokens without separators and brackets. */
  readonly words: number;
  /** Waiting points as the text shows them. */
  readonly waits: number;
  /** Without awaiting the subject's own functions. */
  readonly primitiveWaits: number;
  /** Primitive ones, each case of a `select` counted. */
  readonly waitsByCase: number;
  /** With unmarked calls of the subject's own functions that wait. */
  readonly waitsWithCalls: number;
  /** The deepest nesting of blocks and of functions in functions. */
  readonly nesting: number;
  /** The deepest nesting of blocks, counted anew in each function. */
  readonly blockNesting: number;
  /** Cyclomatic complexity: the sum over the outermost functions. */
  readonly complexity: number;
  /** The same, a `switch`, `select` or `match` counted once instead of by its cases. */
  readonly complexityBySwitch: number;
  /** Functions that are not in another function. */
  readonly functions: number;
}

export type Measurable = SourceFile | SourceSymbol;

const rulesOf: Readonly<Record<Language, LanguageRules>> = {
  typescript: typescriptRules,
  go: goRules,
  python: pythonRules,
};

/**
 * Measures a file or symbol, or several that belong together: their sum, and the deepest nesting of all.
 *
 * @param model decides which calls block; by default what the language has without a library
 */
export function measure(subject: Measurable | readonly Measurable[], model?: Model): Measures {
  const parts = [subject].flat().map(partOf);
  const language = parts[0]?.source.language ?? 'typescript';
  const waits = countWaits(parts, model ?? defaultModels[language]);
  const each = parts.map(measurePart);
  const sum = (figure: keyof (typeof each)[number]) => each.reduce((total, part) => total + part[figure], 0);
  const most = (figure: 'nesting' | 'blockNesting') => Math.max(0, ...each.map((part) => part[figure]));
  const base = Math.max(1, sum('functions')) + sum('branch');
  return {
    lines: sum('lines'),
    linesWithoutImports: sum('linesWithoutImports'),
    commentLines: sum('commentLines'),
    statements: sum('statements'),
    tokens: sum('tokens'),
    tokensWithoutImports: sum('tokensWithoutImports'),
    words: sum('words'),
    waits: waits.marked,
    primitiveWaits: waits.primitive,
    waitsByCase: waits.byCase,
    waitsWithCalls: waits.withCalls,
    nesting: most('nesting'),
    blockNesting: most('blockNesting'),
    complexity: base + sum('case'),
    complexityBySwitch: base + sum('switch'),
    functions: sum('functions'),
  };
}

/**
 * Measures a text.
 *
 * @throws SyntaxFault
 */
export function measureText(text: string, language: Language, model?: Model): Measures {
  return measure(parseText(text, language), model);
}

function partOf(subject: Measurable): Part {
  return 'source' in subject ? subject : { source: subject, node: subject.node };
}

/** Figures of parts that were measured before: files belong to several runtimes, and to several parts of one. */
const measured = new WeakMap<SyntaxNode, ReturnType<typeof countAll>>();

function measurePart({ source, node }: Part) {
  return measured.getOrInsertComputed(node, () => countAll({ source, node }));
}

function countAll({ source, node }: Part) {
  const rules = rulesOf[source.language];
  const tokens = [...tokensOf(node, rules)];
  const lines = countLines(node, tokens, rules);
  const count = (chosen: typeof tokens) => chosen.reduce((sum, token) => sum + token.count, 0);
  const functions = outermostFunctions(node, rules).length;
  const decisions = countDecisions(node, rules);
  return {
    lines: lines.code,
    linesWithoutImports: lines.code - lines.imports,
    commentLines: lines.comments,
    statements: countStatements(node, rules),
    tokens: count(tokens),
    tokensWithoutImports: count(tokens.filter(({ isImport }) => !isImport)),
    words: count(tokens.filter((token) => !isSeparator(token))),
    nesting: deepestNesting(node, rules, true),
    blockNesting: deepestNesting(node, rules, false),
    functions,
    ...decisions,
  };
}
