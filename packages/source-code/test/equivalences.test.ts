// What must not change a figure: comments and line breaks change lines, and nothing else.

import { type Language, type Measures, measureText } from '@three-ways/source-code';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaign, goServer, pythonServer, server } from './samples.ts';

/** All figures but those of lines. */
function withoutLines(measures: Measures): Partial<Measures> {
  const { lines, linesWithoutImports, commentLines, ...others } = measures;
  return others;
}

/** Inserts something at each of the places, counted in those where the pattern ends a match. */
function insertAfter(pattern: RegExp, text: string, places: readonly number[], inserted: string): string {
  const ends = [...text.matchAll(pattern)].map((match) => match.index + match[0].length);
  const chosen = [...new Set(places.map((place) => ends[place % ends.length]!))].sort((a, b) => b - a);
  return chosen.reduce((changed, end) => changed.slice(0, end) + inserted + changed.slice(end), text);
}

// Places where a line may end, or a comment stand, in these programs.
const samples: readonly (readonly [string, Language, string, RegExp, readonly string[]])[] = [
  ['async', 'typescript', campaign, /[{;] ?(?=\n)/g, ['\n', '\n\n// a comment', ' /* a\n comment */', '\r']],
  ['coroutines', 'typescript', server, /[{;:] ?(?=\n)/g, ['\n', '\n  /** a comment */', ' // a comment']],
  ['Go', 'go', goServer, /[{:)] ?(?=\n)/g, ['\n', '\n// a comment', ' /* a comment */']],
  [
    'Python',
    'python',
    pythonServer,
    /[:)] ?(?=\n)/g,
    ['\n', '\n\n# a comment', '  # a comment', '\n        # a comment'],
  ],
];

describe.each(samples)('comments and blank lines in %s', (_name, language, text, places, insertions) => {
  const before = measureText(text, language);

  it('change no figure but the numbers of comment lines', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 1, maxLength: 10 }),
        fc.constantFrom(...insertions),
        (chosen, inserted) => {
          const after = measureText(insertAfter(places, text, chosen, inserted), language);
          expect(withoutLines(after)).toEqual(withoutLines(before));
          expect([after.lines, after.linesWithoutImports]).toEqual([
            before.lines,
            before.linesWithoutImports,
          ]);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('another format', () => {
  it.each([
    ['typescript', 'f(a, b); // c\n', 'f(\n  a,\n  b\n);\n'],
    ['typescript', 'if (a) { b(); } else { c(); }', 'if (a) {\n  b();\n}\nelse\n{\n  c();\n}'],
    ['go', 'package x\nfunc f() { g(a, b) }', 'package x\n\nfunc f() {\n\tg(a,\n\t\tb)\n}\n'],
    ['python', 'if a: f(b, c)', 'if a:\n  f(b,\n    c)\n'],
    ['python', 'x = f(a)', 'x = \\\n    f(\n        a\n    )'],
  ] as const)('of %s changes only lines: %j', (language, one, other) => {
    expect(withoutLines(measureText(other, language))).toEqual(withoutLines(measureText(one, language)));
  });

  it('of strings changes no token: their length does not count', () => {
    const tokensOf = (text: string) => measureText(text, 'typescript').tokens;
    const long = tokensOf(`f('a long text', \`another \${one}\`)`);
    expect(long).toBe(tokensOf(`f("", \`\${one}\`)`));
  });
});

describe('an else-if chain', () => {
  const chains: readonly (readonly [Language, string])[] = [
    [
      'typescript',
      'function f() { if (a) { b(); } else if (c) { d(); } else if (e) { g(); } else { h(); } }',
    ],
    ['go', 'package x\nfunc f() {\nif a {\nb()\n} else if c {\nd()\n} else if e {\ng()\n} else {\nh()\n}\n}'],
    ['python', 'def f():\n if a: b()\n elif c: d()\n elif e: g()\n else: h()\n'],
  ];

  it.each(chains)('is as deep and as complex in %s as in the other languages', (language, text) => {
    const { statements, ...figures } = measureText(text, language);
    const others = { nesting: 1, blockNesting: 1, complexity: 4, functions: 1, waits: 0 };
    expect(figures).toMatchObject(others);
    expect(statements - (language === 'go' ? 1 : 0)).toBe(8); // Go's package clause is one
  });
});
