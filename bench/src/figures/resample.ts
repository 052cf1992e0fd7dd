// Resampling with replacement (the percentile bootstrap), where a resample is told by how often each part was drawn.

import { seededRandom } from '@three-ways/raft-core';
import { resamples } from './statistics.ts';

/**
 * What a statistic is of resamples of as many parts. The same resample is looked at once: six parts have 462 different ones, of
 * which 2,000 resamples are drawn. The same seed gives the same resamples.
 * @param statistic given how often each part was drawn; must not keep the array
 */
export function resampled<T>(
  parts: number,
  seed: number,
  statistic: (drawn: Readonly<Uint32Array>) => T,
): T[] {
  const random = seededRandom(seed >>> 0);
  const drawn = new Uint32Array(parts);
  const known = new Map<string, T>();
  return Array.from({ length: resamples }, () => {
    drawn.fill(0);
    for (let i = 0; i < parts; i++) drawn[Math.floor(random() * parts)]! += 1;
    return known.getOrInsertComputed(drawn.join(), () => statistic(drawn));
  });
}
