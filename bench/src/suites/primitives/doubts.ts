// What makes a figure doubtful: an interval that is too wide, or trials that fall into two groups.

import type { Figure } from '../../figures/figure.ts';
import { quantile } from '../../figures/statistics.ts';
import { notesOn } from '../../tables/cells.ts';

/**
 * Widest interval, as a share of its median, that is not marked: ±25 %. Models differ by factors, and two figures whose intervals
 * are just that wide are told apart if one is 1.7 times the other. A closer comparison needs `--trials`.
 */
export const widestInterval = 0.5;

export const noisyMark = '†';
export const twoSpeedsMark = '‡';

/** A group of trials: how many, and their median. */
interface Speed {
  readonly trials: number;
  readonly median: number;
}

/** Distance from which two groups are two speeds: the slower ones take twice as long. */
const apart = 2;
/** Fewest trials of a group: one alone is an outlier. */
const fewest = 2;

/** The two groups that trials fall into, the fast one first; null if they do not. */
export function twoSpeeds({ rounds }: Pick<Figure, 'rounds'>): readonly [Speed, Speed] | null {
  const sorted = rounds.flatMap(({ samples }) => samples).sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((sample, i) => sample / sorted[i]!);
  const inner = gaps.slice(fewest - 1, gaps.length - (fewest - 1));
  const widest = Math.max(...inner);
  if (!(widest >= apart)) return null;
  const split = inner.indexOf(widest) + fewest;
  return [speedOf(sorted.slice(0, split)), speedOf(sorted.slice(split))];
}

function speedOf(samples: readonly number[]): Speed {
  return { trials: samples.length, median: quantile(samples, 0.5) };
}

/** The mark of a figure: that of two speeds says more than that of a wide interval, which follows from them. */
export function markOf(figure: Figure): string {
  if (twoSpeeds(figure) !== null) return twoSpeedsMark;
  return figure.noisy ? noisyMark : '';
}

/** A figure with its name in a note, such as `switch of workers`. */
export interface Named {
  readonly name: string;
  readonly figure: Figure | undefined;
}

/** Notes on the intervals and marks of a table. @param amount the format of a median */
export function notesOnDoubts(shown: readonly Named[], amount: (median: number) => string): string[] {
  const figures = shown.map(({ figure }) => figure);
  const intervals = notesOn(figures.map((figure) => figure && { ...figure, noisy: false, outliers: [] }));
  const isMarked = (figure: Figure | undefined) => figure !== undefined && markOf(figure) === noisyMark;
  const wordsOf = ({ trials, median }: Speed) => `${amount(median)} in ${trials}`;
  const split = shown.flatMap(({ name, figure }) => {
    const speeds = figure === undefined ? null : twoSpeeds(figure);
    return speeds === null ? [] : [`${name} ${speeds.map(wordsOf).join(', ')}`];
  });
  return [
    ...intervals,
    ...(figures.some(isMarked)
      ? [
          `${noisyMark} To be doubted: the interval is wider than ±${(100 * widestInterval) / 2} % of the median, or other programs kept the machine busy.`,
        ]
      : []),
    ...(split.length > 0
      ? [
          `${twoSpeedsMark} Two speeds: the trials fall into two groups, and the median may be of either or between them. Medians and trials of both: ${split.join('; ')}.`,
        ]
      : []),
  ];
}
