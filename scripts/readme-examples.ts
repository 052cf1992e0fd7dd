// The examples of a package's README: its `ts` blocks, each a module of its own. What a line prints is behind it in a comment,
// and behind a line in a loop several times, separated by bars.

import { readFileSync } from 'node:fs';

export interface Example {
  /** Heading above it. */
  readonly title: string;
  readonly code: string;
  /** Lines that it prints, in no certain order. */
  readonly prints: readonly string[];
}

export function examplesOf(readme: string): Example[] {
  const text = readFileSync(readme, 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(({ 1: code = '', index }) => ({
    title: [...text.slice(0, index).matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? '',
    code,
    prints: [...code.matchAll(/console\.log\(.*\);?.* \/\/ (.*)$/gm)].flatMap(([, text = '']) =>
      text.split(' | '),
    ),
  }));
}

/** What is missing from, or too much in, what an example has printed; empty if all is well. */
export function differences({ prints }: Example, output: string): string[] {
  const expected = [...prints].sort();
  const actual = output.split('\n').filter(Boolean).sort();
  if (expected.join('\n') === actual.join('\n')) return [];
  return [`expected:\n${expected.join('\n')}`, `printed:\n${actual.join('\n')}`];
}
