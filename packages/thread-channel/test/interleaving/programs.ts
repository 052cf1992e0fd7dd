// All that is explored: the programs, on the package as it is, without a plain read, and on each mutation.

import * as library from '../../src/index.ts';
import type { Library } from './actors.ts';
import { ending } from './ending.ts';
import { type Bounds, Explorer, type Program, type Verdict } from './explorer.ts';
import { handover } from './handover.ts';
import { mutations, patched, withoutPlainRead } from './mutations.ts';
import { sharing } from './sharing.ts';
import { waking } from './waking.ts';

const programs: Record<string, (library: Library) => Program> = {
  ...waking,
  ...ending,
  ...sharing,
  ...handover,
};

export interface Exploration {
  readonly name: string;
  /** Whether a fault must be detected. */
  readonly isMutated: boolean;
  explore(bounds: Bounds): Promise<Verdict>;
}

/** The package as it is. */
const plain: readonly Exploration[] = Object.keys(programs).map((name) => ({
  name,
  isMutated: false,
  explore: (bounds) => explorerOf(name, library, bounds).explore(),
}));

/** A copy that must do without a plain read, see `withoutPlainRead`. */
const withoutRead: readonly Exploration[] = Object.keys(ending).map((name) => ({
  name: `${name}, and a plain read sees nothing`,
  isMutated: false,
  explore: (bounds) => patched([withoutPlainRead], (copy) => explorerOf(name, copy, bounds).explore()),
}));

const mutated: readonly Exploration[] = mutations.map((mutation) => ({
  name: mutation.name,
  isMutated: true,
  explore: (bounds) =>
    patched([withoutPlainRead, mutation], (copy) => explorerOf(mutation.detectedBy, copy, bounds).explore()),
}));

export const explorations: readonly Exploration[] = [...plain, ...withoutRead, ...mutated];

function explorerOf(name: string, library: Library, bounds: Bounds): Explorer {
  const program = programs[name];
  if (program === undefined) throw new Error(`there is no program '${name}'`);
  return new Explorer(program(library), bounds);
}
