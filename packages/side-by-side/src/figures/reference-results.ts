// The committed results of a run of `pnpm bench`, of which the page shows some figures. None is repeated in the sources of the page.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../listing/read.ts';

export interface Estimate {
  readonly median: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface Figure {
  readonly suite: string;
  readonly metric: string;
  readonly setting: Readonly<Record<string, number>>;
  readonly target: string;
  readonly estimate: Estimate | null;
  readonly rounds: readonly { readonly samples: readonly number[] }[];
}

export interface ReferenceResults {
  readonly figures: readonly Figure[];
  readonly targets: readonly { readonly name: string; readonly title: string }[];
  readonly environment: { readonly date: string; readonly cpu: string; readonly cores: number };
}

/** The targets that are columns of this page, in its order. */
export const columnsOfServers = ['async', 'coroutines', 'workers', 'go'] as const;

const file = 'bench/results/reference.json';

/** Null if no run is committed. */
export function referenceResults(root = workspace): ReferenceResults | null {
  const path = join(root, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/** When and where, for a caption. */
export function describe({ environment: { date, cpu, cores } }: ReferenceResults): string {
  return `Reference run of ${date.slice(0, 10)}: ${cpu.replace(/\(R\)|\(TM\)/g, '')}, ${cores} cores`;
}
