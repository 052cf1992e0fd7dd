// The front matter: the YAML between two `---` lines at the top of paper.md. The date is the run's, so that a build never
// depends on the clock.

import { parse } from 'yaml';
import { BuildError } from './errors.ts';
import type { SourceLine } from './source-line.ts';

export interface FrontMatter {
  title: string;
  authors: string[];
  /** As YYYY-MM-DD. */
  date: string;
  abstract: string;
  keywords: string[];
  /** Least and most of what the paper's length is measured by; none is checked that is not given. */
  limits: Partial<Record<'pages' | 'characters', readonly [least: number, most: number]>>;
}

export interface SplitSource {
  readonly front: FrontMatter;
  readonly body: readonly SourceLine[];
}

/** Takes a paper's lines apart into front matter and body. `date` is the run's, unless the front matter has its own. */
export function splitFrontMatter(lines: readonly SourceLine[], date: string): SplitSource {
  const place = lines[0]?.place.replace(/:\d+$/, '') ?? '';
  const end = lines.findIndex(({ text }, index) => index > 0 && text.trimEnd() === '---');
  if (lines[0]?.text.trimEnd() !== '---' || end < 0)
    throw new BuildError(`${place}:1: the front matter between two \`---\` lines is missing`);
  const yaml = lines.slice(1, end).map(({ text }) => text);
  const fields = { date, ...parsed(yaml.join('\n'), place) };
  return { front: checked(fields, place), body: lines.slice(end + 1) };
}

function parsed(yaml: string, place: string): Record<string, unknown> {
  try {
    const value: unknown = parse(yaml);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    const firstLine = String((error as Error).message).split('\n')[0];
    throw new BuildError(`${place}:1: the front matter is not YAML: ${firstLine}`);
  }
  throw new BuildError(`${place}:1: the front matter has no fields`);
}

function checked(fields: Record<string, unknown>, place: string): FrontMatter {
  const problems: string[] = [];
  const { title, authors, date, abstract, keywords, limits = {} } = fields;
  if (!isText(title)) problems.push('`title` must be a text');
  if (!isTexts(authors)) problems.push('`authors` must be a list of names');
  if (!isDate(date)) problems.push('`date` must be a day written YYYY-MM-DD');
  if (!isText(abstract)) problems.push('`abstract` must be a text');
  if (!isTexts(keywords)) problems.push('`keywords` must be a list of words');
  if (!isLimits(limits))
    problems.push('`limits` must be like `{ pages: [7, 10], characters: [10000, 20000] }`');
  if (problems.length > 0) throw new BuildError(problems.map((p) => `${place}:1: front matter: ${p}`));
  return { title, authors, date, abstract, keywords, limits } as FrontMatter;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isText);

function isLimits(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(
    ([what, range]) =>
      ['pages', 'characters'].includes(what) &&
      Array.isArray(range) &&
      range.length === 2 &&
      range.every(Number.isFinite),
  );
}

function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(value);
}
