// Numbers and claims in the text, between double braces, outside of code:
//
//   {{async throughput.commits servers=3 outstanding=256 | k/s}}   a figure of the run, in a unit
//   {{number prediction-error | % 1}}                              a number computed from it, by its name in numbers.ts
//   {{claim go-leads}}Go commits more than the others.             the sentence holds, or the build fails and names it
//   {{by go-leads | more | less | as much, within the noise}}      words chosen by whether a claim is true, false, undecided

import type { Findings } from '@three-ways/bench/findings';
import { BuildError, MissingSuite } from '../errors.ts';
import { replaceLines, type SourceLine } from '../source-line.ts';
import type { Claim } from './claims.ts';
import { formatted } from './format.ts';
import { lookUp, type Value } from './notation.ts';

/** What the text may refer to by name. */
export interface Named {
  readonly claims: Readonly<Record<string, Claim>>;
  readonly numbers: Readonly<Record<string, (run: Findings) => Value>>;
}

const INSERTION = /\{\{\s*(.*?)\s*\}\}/g;

/**
 * Replaces every insertion. Throws one BuildError with all that could not be, and all claims that the data does not support; of
 * suites that the run lacks, only that.
 */
export function insertFindings(lines: readonly SourceLine[], run: Findings, named: Named): SourceLine[] {
  const missing = new Set<string>();
  const inserted = (line: SourceLine, index: number): readonly SourceLine[] => {
    if (!line.text.includes('{{')) return [line];
    const problems: string[] = [];
    const text = outsideCode(line.text, (part, offset) =>
      part.replace(INSERTION, (whole, inside: string, at: number) => {
        try {
          const sentence = () => sentenceAt(lines, index, offset + at + whole.length);
          return insertion(inside, { run, named, sentence });
        } catch (error) {
          if (!(error instanceof BuildError)) throw error;
          if (error instanceof MissingSuite) missing.add(error.suite);
          problems.push(...error.problems.map((problem) => `${line.place}: ${problem}`));
          return '';
        }
      }),
    );
    if (problems.length > 0) throw new BuildError(problems);
    return [{ ...line, text }];
  };
  try {
    return replaceLines(lines, inserted);
  } catch (error) {
    if (missing.size === 0) throw error;
    const suites = [...missing].join(',');
    throw new BuildError(
      `the run lacks suites that the text needs: measure them by \`pnpm bench --suite ${suites}\``,
    );
  }
}

interface Context {
  readonly run: Findings;
  readonly named: Named;
  /** The sentence after the insertion. */
  readonly sentence: () => string;
}

function insertion(inside: string, { run, named, sentence }: Context): string {
  const [what = '', ...rest] = inside.split('|').map((part) => part.trim());
  const [word, name = ''] = what.split(/\s+/);
  if (word === 'claim') return checked(claimOf(name, named), run, sentence());
  if (word === 'by') return worded(claimOf(name, named), run, rest);
  if (word === 'number') return formatted(numberOf(name, named)(run), rest[0] ?? '');
  return formatted(lookUp(what, run), rest[0] ?? '');
}

function checked(claim: Claim, run: Findings, sentence: string): string {
  const { verdict, because } = claim(run);
  if (verdict === 'supported') return '';
  const failed = verdict === 'refuted' ? 'contradicts' : 'does not decide';
  throw new BuildError(`the data ${failed} "${sentence}": ${because}`);
}

function worded(claim: Claim, run: Findings, words: readonly string[]): string {
  if (words.length !== 3)
    throw new BuildError(
      '`by` needs words for a claim that is true, false and undecided: {{by name | a | b | c}}',
    );
  const { verdict } = claim(run);
  return words[['supported', 'refuted', 'undecided'].indexOf(verdict)]!;
}

function claimOf(name: string, { claims }: Named): Claim {
  const claim = claims[name];
  if (claim === undefined) throw new BuildError(`no claim is called "${name}" in claims.ts`);
  return claim;
}

function numberOf(name: string, { numbers }: Named) {
  const number = numbers[name];
  if (number === undefined) throw new BuildError(`no number is called "${name}" in numbers.ts`);
  return number;
}

/** Applies a change to what is not in backquotes. */
function outsideCode(text: string, change: (part: string, offset: number) => string): string {
  let offset = 0;
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => {
      const start = offset;
      offset += part.length;
      return index % 2 === 0 ? change(part, start) : part;
    })
    .join('');
}

/** The sentence that begins at a place, up to its full stop, over as many lines as it takes. */
function sentenceAt(lines: readonly SourceLine[], index: number, column: number): string {
  const rest = [lines[index]!.text.slice(column)];
  for (let next = index + 1; next < lines.length && lines[next]!.text.trim() !== ''; next++) {
    rest.push(lines[next]!.text);
  }
  const text = rest
    .join(' ')
    .replace(INSERTION, (_, inside: string) => (inside.startsWith('claim') ? '' : '…'));
  return (/^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text).trim().replace(/\s+/g, ' ');
}
