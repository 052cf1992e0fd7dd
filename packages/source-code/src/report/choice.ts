// What is to be measured: chapters, idioms and models by their names, files and symbols.

import { existsSync } from 'node:fs';
import { UsageError } from '@three-ways/command-line';
import { measure } from '../counting/measure.ts';
import { readSource } from '../parsing/parse.ts';
import { findSymbol } from '../parsing/symbols.ts';
import { type IdiomFigures, idiomModels, idioms, measureIdioms, measureShared } from '../subjects/idioms.ts';
import { modelOf } from '../subjects/models.ts';
import { measureRuntimes } from '../subjects/runtimes.ts';
import { comparisonsFor } from './comparisons.ts';
import type { NamedFigures, Report } from './report.ts';

export interface Choice {
  readonly chapters: ReadonlySet<Chapter>;
  /** Names of idioms and of models. Where one of the two is empty, all of them are meant. */
  readonly idioms: ReadonlySet<string>;
  readonly models: ReadonlySet<string>;
  /** `FILE` or `FILE#SYMBOL`. */
  readonly files: readonly string[];
  readonly isOrderingsAlone: boolean;
}

const chapters = ['idioms', 'runtimes', 'orderings'] as const;
type Chapter = (typeof chapters)[number];

/**
 * The choice that these names make; all chapters without names.
 *
 * @throws UsageError on a name that is neither a choice nor a file
 */
export function choiceOf(names: readonly string[]): Choice {
  const among = (known: readonly string[]) => names.filter((name) => known.includes(name));
  const chosen = names.length === 0 ? chapters : (among(chapters) as Chapter[]);
  const [idiomNames, models] = [among(Object.keys(idioms)), among(idiomModels)];
  const known = new Set<string>([...chosen, ...idiomNames, ...models]);
  const files = names.filter((name) => !known.has(name));
  const missing = files.map(pathOf).find((path) => !existsSync(path));
  if (missing !== undefined)
    throw new UsageError(
      `${missing} is no file, idiom or model: give ${chapters.join(', ')}, an idiom (${Object.keys(idioms)[0]} …), a model (${idiomModels[0]} …) or a file`,
    );
  return {
    chapters: new Set(chosen),
    idioms: new Set(idiomNames),
    models: new Set(models),
    files,
    isOrderingsAlone: names.length > 0 && names.every((name) => name === 'orderings'),
  };
}

/**
 * Measures what was chosen.
 *
 * @throws UnknownLanguage
 * @throws UnknownSymbol
 * @throws AmbiguousSymbol
 * @throws SyntaxFault
 */
export function reportOn(choice: Choice): Report {
  const named = choice.files.map(measureNamed);
  const compares = choice.chapters.has('orderings');
  const all = compares || includesIdioms(choice) ? measureIdioms() : [];
  const parts = compares || choice.chapters.has('runtimes') ? measureRuntimes() : [];
  return {
    named,
    idioms: includesIdioms(choice) ? all.filter((figures) => isChosen(figures, choice)) : [],
    shared: includesIdioms(choice) && choice.idioms.size === 0 ? measureShared().filter(isOf(choice)) : [],
    runtimes: choice.chapters.has('runtimes') ? parts : [],
    orderings: compares ? comparisonsFor(parts, all) : [],
  };
}

function includesIdioms({ chapters, idioms, models }: Choice): boolean {
  return chapters.has('idioms') || idioms.size > 0 || models.size > 0;
}

function isChosen({ idiom, model }: IdiomFigures, choice: Choice): boolean {
  return (choice.idioms.size === 0 || choice.idioms.has(idiom)) && isOf(choice)({ model });
}

function isOf({ models }: Choice): (figures: { readonly model: string }) => boolean {
  return ({ model }) => models.size === 0 || models.has(model);
}

function measureNamed(name: string): NamedFigures {
  const path = pathOf(name);
  const symbol = name.slice(path.length + 1);
  const source = readSource(path);
  const subject = symbol === '' ? source : findSymbol(source, symbol);
  return { name, measures: measure(subject, modelOf(path)) };
}

/** The name of a symbol may contain `#`, that of a file here does not. */
function pathOf(name: string): string {
  return name.split('#', 1)[0]!;
}
