// The suite's answer in a sentence: what it costs to start a task and to switch between two, in each model.

import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { time } from './cells.ts';
import { shownModels } from './groups.ts';

export function primitivesVerdict(figures: SuiteFigures): string | null {
  const costs = (row: string) =>
    shownModels(figures).flatMap(({ target, head }) => {
      const figure = figures.get(`ns/${row}`, target, {});
      return figure?.estimate ? [`${head} ${time(figure)}`] : [];
    });
  const [spawn, hop] = [costs('spawn'), costs('switch')];
  if (spawn.length === 0 || hop.length === 0) return null;
  return `Starting a task costs ${spawn.join(', ')}; switching between two ${hop.join(', ')}.`;
}
