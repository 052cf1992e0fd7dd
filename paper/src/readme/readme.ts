// The README's findings and their figure, from the same run, numbers and claims as the paper: findings.md becomes the text between two
// markers.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { draw } from '@three-ways/charts';
import { BuildError } from '../errors.ts';
import { insertFindings, type Named } from '../findings/insert.ts';
import { readLines } from '../source-line.ts';
import type { StageOptions } from '../stage.ts';

/** The figure below the findings. */
const headline = 'thesis';

const [begin, end] = ['<!-- findings: written by `pnpm paper --readme` -->', '<!-- end of findings -->'];

/** Width of the figure (px): that of a README on GitHub, about. */
const width = 760;

export interface Readme {
  readonly text: string;
  /** The figure as SVG. */
  readonly figure: string;
}

/** Renews what a README says of the findings. @throws BuildError if a claim fails or the README has no place for them */
export function renewReadme(
  readme: string,
  { paperDir, run, drawn, named }: StageOptions & { readonly named: Named },
): Readme {
  const lines = insertFindings(readLines(join(paperDir, 'findings.md')), run, named);
  const findings = lines
    .map(({ text }) => text)
    .join('\n')
    .trim()
    .replaceAll('\u00a0', ' ')
    .replace(/\n {3}/g, ' '); // numbers differ in length: a line for each finding
  const [before, after] = [readme.indexOf(begin), readme.indexOf(end)];
  if (before < 0 || after < before)
    throw new BuildError(`README.md has no lines \`${begin}\` and \`${end}\``);
  const text = `${readme.slice(0, before + begin.length)}\n\n${findings}\n\n${readme.slice(after)}`;
  const chart = drawn.figures[headline]!(run);
  return { text, figure: `${draw(chart, { width, background: true })}\n` };
}

/** The README and its figure as they are in the repository. */
export function committedReadme(root: string): Readme {
  const [text, figure] = readmeFiles(root).map((file) => readFileSync(file, 'utf8'));
  return { text: text!, figure: figure! };
}

/** Where both are. */
export const readmeFiles = (root: string): readonly [text: string, figure: string] => [
  join(root, 'README.md'),
  join(root, 'docs', 'pictures', 'headline.svg'),
];
