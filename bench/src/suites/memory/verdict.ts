// The suite's answer in a sentence: what a further idle server takes with the reference, and the others' multiples of it.

import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { titleOf, withInterval } from '../../tables/cells.ts';
import { ratiosInWords } from '../../tables/verdict.ts';

export function memoryVerdict(figures: SuiteFigures): string | null {
  const figureOf = (target: string) => figures.get('pssBytesPerServer', target, {});
  const go = figureOf('go');
  if (!go?.estimate) return null;
  const others = figures.targets.filter(({ name }) => name !== 'go').map(({ name }) => figureOf(name));
  return `A further idle server takes ${withInterval(go, 1 / 1024)} KiB (PSS) with ${titleOf(figures, 'go')}${ratiosInWords(figures, others)}.`;
}
