// Which models are compared, and by what: the runtimes' parts, and the idioms that all models have.

import type { Measures } from '../counting/measure.ts';
import { type IdiomFigures, idiomModels } from '../subjects/idioms.ts';
import { type RuntimePart, runtimes } from '../subjects/runtimes.ts';
import { type Comparison, comparisonsOf } from './orderings.ts';

/** The parts that are written once for each model. */
const compared = ['server file', 'whole server', 'concurrency', 'scaffolding', 'whole runtime', 'tests'];

export function comparisonsFor(parts: readonly RuntimePart[], idioms: readonly IdiomFigures[]): Comparison[] {
  return [
    ...compared.flatMap((part) => comparisonsOfRuntimes(part, parts)),
    ...comparisonsOfIdioms('idioms', idioms, ({ measures }) => measures),
    ...comparisonsOfIdioms('idioms, whole files', idioms, ({ wholeFile }) => wholeFile),
  ];
}

function comparisonsOfRuntimes(part: string, parts: readonly RuntimePart[]): Comparison[] {
  const measured = parts.filter((each) => each.part === part && each.measures !== null);
  if (measured.length < runtimes.length) return [];
  return comparisonsOf(part, Object.fromEntries(measured.map(({ model, measures }) => [model, [measures!]])));
}

/** Compares the models that have any idiom by those that all of these have. */
function comparisonsOfIdioms(
  subject: string,
  idioms: readonly IdiomFigures[],
  measuresOf: (figures: IdiomFigures) => Measures | null,
): Comparison[] {
  const measured = idioms.filter((figures) => measuresOf(figures) !== null);
  const models = idiomModels.filter((model) => measured.some((figures) => figures.model === model));
  const byIdiom = [...Map.groupBy(measured, ({ idiom }) => idiom).values()];
  const common = byIdiom.filter((all) => all.length === models.length).flat();
  if (models.length < 2 || common.length === 0) return [];
  const ofModel = Map.groupBy(common, ({ model }) => model);
  return comparisonsOf(
    `${subject} (${common.length / models.length} of ${byIdiom.length})`,
    Object.fromEntries(models.map((model) => [model, ofModel.get(model)!.map((each) => measuresOf(each)!)])),
  );
}
