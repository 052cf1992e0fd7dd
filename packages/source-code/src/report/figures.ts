// The figures in the order of the tables, with their heads and names.

import type { Measures } from '../counting/measure.ts';

type Figure = keyof Measures;

/** Heads of columns, up to 6 characters. */
export const heads = {
  lines: 'lines',
  statements: 'stmts',
  tokens: 'tokens',
  words: 'words',
  waits: 'waits',
  waitsWithCalls: '+calls',
  nesting: 'nest',
  complexity: 'cyclo',
} as const satisfies Partial<Record<Figure, string>>;

/** What the heads mean. */
export const legend = `\
lines  lines of code, without blank and comment lines
stmts  statements; words: tokens without brackets and separators
waits  waiting points; +calls: with calls of own functions that wait
nest   deepest nesting; cyclo: cyclomatic complexity
`;

export type Rule = Exclude<Figure, 'commentLines' | 'functions'>;

/** All counting rules by what they measure, and what an ordering by each is called. */
export const ruleNames: Readonly<Record<string, Partial<Record<Rule, string>>>> = {
  length: {
    lines: 'lines',
    linesWithoutImports: 'lines, no imports',
    statements: 'statements',
    tokens: 'tokens',
    tokensWithoutImports: 'tokens, no imports',
    words: 'words',
  },
  waits: {
    waits: 'waits, as marked',
    primitiveWaits: 'waits, primitive',
    waitsByCase: 'waits, each case',
    waitsWithCalls: 'waits, with calls',
  },
  complexity: {
    complexity: 'cyclomatic',
    complexityBySwitch: 'cyclomatic, switch=1',
  },
  nesting: {
    nesting: 'nesting',
    blockNesting: 'nesting, blocks only',
  },
};

/** All figures, for CSV. */
export const allFigures: readonly Figure[] = [
  ...Object.values(ruleNames).flatMap((names) => Object.keys(names) as Rule[]),
  'commentLines',
  'functions',
];
