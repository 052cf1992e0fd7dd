// The TypeScript models of the package `idioms`. Only the one that is measured is loaded.

import type { Park, Rows } from '@three-ways/idioms/rows';

interface Idioms {
  readonly rows: Rows;
  readonly park: Park;
}

const idioms: Readonly<Record<string, () => Promise<Idioms>>> = {
  async: () => import('@three-ways/idioms/async'),
  coroutines: () => import('@three-ways/idioms/coroutines'),
  workers: () => import('@three-ways/idioms/workers'),
  processes: () => import('@three-ways/idioms/processes'),
};

/** @throws Error if the model is unknown */
export async function loadIdioms(model: string): Promise<Idioms> {
  const load = idioms[model];
  if (load === undefined) throw new Error(`unknown model ${model}`);
  return await load();
}
