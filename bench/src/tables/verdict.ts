// Parts of the sentences that answer a suite's question.

import type { Figure } from '../figures/figure.ts';
import type { Estimate } from '../figures/statistics.ts';
import type { SuiteFigures } from '../figures/suite-figures.ts';
import { ratio, titleOf } from './cells.ts';

/** Ratios to the reference: `; times that: TypeScript async 0.69 (0.67–0.71), …`. Where an interval has 1 in it, none is shown. */
export function ratiosInWords(figures: SuiteFigures, others: readonly (Figure | undefined)[]): string {
  const measured = others.filter((figure) => figure?.ratio).map((figure) => figure!);
  if (measured.length === 0) return '';
  const isWithout = measured.every((figure) => figure.ratio!.low === null); // said once
  const parts = measured.map((figure) => {
    const doubt = isWithout ? '' : doubtIn(figure.ratio!, 1);
    return `${titleOf(figures, figure.target)} ${ratio(figure)}${doubt}`;
  });
  return `; as a multiple of that${isWithout ? ' (too few rounds for intervals)' : ''}: ${parts.join('; ')}`;
}

/** What an estimate does not show: a difference from `none` that its interval holds, or one without an interval. */
export function doubtIn({ low, high }: Estimate, none: number): string {
  if (low === null || high === null) return ', too few rounds for an interval';
  return low <= none && high >= none ? ', no difference shown' : '';
}
