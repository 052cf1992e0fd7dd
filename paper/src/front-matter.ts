// The front matter: the YAML between two `---` lines at the top of paper.md. It alone says when the paper was
// written, so that a build never depends on the clock.

import { parse } from 'yaml';
import { BuildError } from './errors.ts';

export interface FrontMatter {
  title: string;
  authors: string[];
  /** As YYYY-MM-DD. */
  date: string;
  abstract: string;
  keywords: string[];
}

export interface SplitSource {
  front: FrontMatter;
  body: string;
  /** The line of the file on which the body starts, counted from 1. */
  bodyLine: number;
}

/** Takes a paper's text apart into front matter and body; `place` is the file's name for error messages. */
export function splitFrontMatter(text: string, place: string): SplitSource {
  const match = /^---\n(.*?)\n---\n/s.exec(text);
  if (!match?.[1]) throw new BuildError(`${place}:1: the front matter between two \`---\` lines is missing`);
  const bodyLine = match[0].split('\n').length;
  return { front: checked(parsed(match[1], place), place), body: text.slice(match[0].length), bodyLine };
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
  const { title, authors, date, abstract, keywords } = fields;
  if (!isText(title)) problems.push('`title` must be a text');
  if (!isTexts(authors)) problems.push('`authors` must be a list of names');
  if (!isDate(date)) problems.push('`date` must be a day written YYYY-MM-DD');
  if (!isText(abstract)) problems.push('`abstract` must be a text');
  if (!isTexts(keywords)) problems.push('`keywords` must be a list of words');
  if (problems.length > 0) throw new BuildError(problems.map((p) => `${place}:1: front matter: ${p}`));
  return { title, authors, date, abstract, keywords } as FrontMatter;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isText);

function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(value);
}
