// Numbers and claims in the text: what they are replaced by, and what fails the build.

import { expect, test } from 'vitest';
import { placedLines } from '../source-line.ts';
import { figure, runOf } from '../testing.ts';
import { above, below, between, type Claim, containing, every } from './claims.ts';
import { insertFindings, type Named } from './insert.ts';

const six = (from: number) => [0, 1, 2, 3, 4, 5].map((step) => from + step);
const run = runOf(
  { ...figure('async', 'commits', six(1_000_000), '1/s'), setting: { servers: 3, outstanding: 256 } },
  { ...figure('go', 'commits', six(2_000_000), '1/s'), setting: { servers: 3, outstanding: 256 } },
  { ...figure('go', 'latencyP50', [12.34], 'us'), setting: { servers: 3 } },
);
const commits = (targets: string) => `${targets} throughput.commits servers=3 outstanding=256`;

const claims: Record<string, Claim> = {
  apart: containing(commits('go/async'), 1),
  leads: above(commits('go/async'), 1),
  trails: below(commits('go/async'), 1),
  alike: between(commits('go/async'), 0.9, 1.1),
  thin: above('go throughput.latencyP50 servers=3', 1),
  level: containing(commits('async'), 1_000_002),
  both: every(above(commits('go'), 1), below(commits('go/async'), 1)),
};
const numbers: Named['numbers'] = { half: () => ({ median: 0.5, low: null, high: null, unit: '' }) };

function inserted(text: string): string {
  const lines = insertFindings(placedLines(text, 'paper.md'), run, { claims, numbers });
  return lines.map((line) => line.text).join('\n');
}

test.each([
  [`{{${commits('async')} | k/s}}`, '1,000\u00a0thousand a second'],
  [`{{${commits('async')} | M/s 3 bare}}`, '1.00'],
  [`{{${commits('go/async')} | times 2}}`, '2.0\u00a0times'],
  ['{{go throughput.latencyP50 servers=3 | us 3}}', '12.3\u00a0µs'],
  ['{{go throughput.latencyP50 servers=3 | ms}}', '0.012\u00a0ms'],
  [`{{${commits('async')} | M/s 7 interval}}`, '1.000003\u00a0million a second (1.000000–1.000005)'],
  ['{{number half | %}}', '50 %'],
])('%s', (written, expected) => {
  expect(inserted(`It is ${written}.`)).toBe(`It is ${expected}.`);
});

test('the order of a setting does not matter, and a pair of whole names is a ratio too', () => {
  expect(inserted('{{go throughput.commits outstanding=256 servers=3 | k/s bare}}')).toBe('2,000');
  expect(inserted(`{{${commits('go')} / ${commits('async')} | times}}`)).toBe('2.0\u00a0times');
});

test('braces in code stay what they are', () => {
  const code = 'see `{{x}}`\n```ts\nconst a = `{{y}}`;\n```';
  expect(inserted(code)).toBe(code);
});

test('a claim that holds leaves its sentence alone', () => {
  expect(inserted('{{claim level}}It is about twice.')).toBe('It is about twice.');
  expect(inserted('So. {{claim leads}}Go leads. More.')).toBe('So. Go leads. More.');
});

test.each([
  ['trails', 'contradicts'],
  ['alike', 'contradicts'],
  ['thin', 'does not decide'],
  ['both', 'contradicts'],
  ['apart', 'contradicts'],
])('a claim that is %s fails the build with its sentence', (name, verb) => {
  expect(() => inserted(`Well.\n{{claim ${name}}}Go is\nso. But.`)).toThrow(
    new RegExp(
      `^paper.md:2: the data ${verb} "Go is so.": ".*" is .* and must be (above|below|between|an interval around)`,
    ),
  );
});

test('a sentence can be worded by the data', () => {
  expect(inserted('It is {{by leads | more | less | alike}}.')).toBe('It is more.');
  expect(inserted('It is {{by trails | more | less | alike}}.')).toBe('It is less.');
  expect(inserted('It is {{by thin | more | less | alike}}.')).toBe('It is alike.');
});

test('one changed number that makes a claim false fails the build with that sentence', () => {
  const changed = runOf(
    { ...figure('async', 'commits', six(3_000_000), '1/s'), setting: { servers: 3, outstanding: 256 } },
    { ...figure('go', 'commits', six(2_000_000), '1/s'), setting: { servers: 3, outstanding: 256 } },
  );
  const lines = placedLines('{{claim leads}}Go leads.', 'paper.md');
  expect(() => insertFindings(lines, changed, { claims, numbers })).toThrow(
    'the data contradicts "Go leads."',
  );
});

test.each([
  ['{{claim none}}x.', 'no claim is called "none"'],
  ['{{number none}}', 'no number is called "none"'],
  [
    '{{async throughput.commit servers=3 | k/s}}',
    'its metrics are throughput.commits, throughput.latencyP50',
  ],
  ['{{async throughput.commits servers=5 | k/s}}', 'it has async, go at servers=3 outstanding=256'],
  ['{{nonsense}}', 'names no figure'],
  [`{{${commits('go')} | MiB}}`, `can't be written in "MiB"`],
  ['{{by leads | more}}', '`by` needs words'],
])('%s fails the build and names its line', (written, problem) => {
  expect(() => inserted(`One\n${written}`)).toThrow(problem);
  expect(() => inserted(`One\n${written}`)).toThrow('paper.md:2: ');
});
