// Groups of models whose columns stand in one table, and the captions that tables and charts share.

import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { type Model, models } from './models.ts';

export interface Group {
  readonly name: string;
  readonly title: string;
  readonly models: readonly Model[];
}

/** The models of a run, in the order of the tables. */
export function shownModels(figures: SuiteFigures): readonly Model[] {
  return models.filter(({ target }) => figures.targets.some(({ name }) => name === target));
}

export function groupsOf(shown: readonly Model[]): Group[] {
  const groups = [
    { name: 'one-thread', title: 'on one thread', targets: ['async', 'coroutines', 'go-1'] },
    { name: 'threads', title: 'on several threads', targets: ['workers', 'processes', 'go'] },
    { name: 'python', title: 'in Python', targets: ['python-threads', 'python-gevent'] },
  ].map(({ targets, ...group }) => ({
    ...group,
    models: shown.filter(({ target }) => targets.includes(target)),
  }));
  return groups.filter((group) => group.models.length > 0);
}

export function costCaption({ title }: Group): string {
  return `Primitives ${title}: time for each unit`;
}

export const rateCaption = 'Primitives: units a second (medians)';
