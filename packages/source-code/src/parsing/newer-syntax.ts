// Syntax that the grammars don't know, mostly because it is newer, spelled for them in older syntax of the same length: the tree then has the right lines
// and offsets. Each entry can go when the grammar understands it.

import type { Language } from './source-file.ts';

interface Spelling {
  readonly newer: RegExp;
  /** What the grammar reads instead; filled up with spaces to the same length. */
  readonly older: string;
}

const spellings: Readonly<Record<Language, readonly Spelling[]>> = {
  typescript: [
    // Variance annotations: `interface Sender<in T>`. They are not counted as tokens.
    { newer: /(?<=[<,]\s*)(?:in|out|in out)(?= [A-Z]\w*[\s,>])/g, older: '' },
    // `export type * from`; `type` is not counted either.
    { newer: /(?<=\bexport )type(?= \*)/g, older: '' },
    // A property of this name: `readonly abstract: string`.
    { newer: /\babstract(?=\??:)/g, older: 'abstrac_' },
    // Resources in loops: `for (using lock of locks)`.
    { newer: /(?<=\bfor (?:await )?\()using(?= \w+ of\b)/g, older: 'const' },
  ],
  // Go 1.26: `new` of an expression, which the grammar takes for a type. Read as a call of another function.
  go: [{ newer: /\bnew(?=\((?:[\w.]+\(|["'`\d&-]))/g, older: 'neu' }],
  python: [],
};

/** The text in older syntax; all offsets are the same. */
export function inOlderSyntax(text: string, language: Language): string {
  return spellings[language].reduce(
    (read, { newer, older }) => read.replaceAll(newer, (found) => older.padEnd(found.length)),
    text,
  );
}
