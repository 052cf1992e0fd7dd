// Parts of the sentences that answer a suite's question.

import type { Figure } from '../figures/figure.ts';
import type { SuiteFigures } from '../figures/suite-figures.ts';
import { ratio, titleOf } from './cells.ts';

/** Ratios to the reference: `; times that: TypeScript async 0.69 (0.67–0.71), …`. Where an interval has 1 in it, none is shown. */
export function ratiosInWords(figures: SuiteFigures, others: readonly (Figure | undefined)[]): string {
  const measured = others.filter((figure) => figure?.ratio).map((figure) => figure!);
  if (measured.length === 0) return '';
  const parts = measured.map((figure) => {
    const { low, high } = figure.ratio!;
    const unclear = low !== null && high !== null && low <= 1 && high >= 1;
    return `${titleOf(figures, figure.target)} ${ratio(figure)}${unclear ? ', no difference shown' : ''}`;
  });
  return `; as a multiple of that: ${parts.join('; ')}`;
}
