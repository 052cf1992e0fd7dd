// Paths through points, without those that no one could see.

import type { Place } from './series-marks.ts';
import { coordinate } from './svg.ts';

/** Moves that are shorter in both directions are left out (px). */
const finest = 1.5;

export function pathOf(places: readonly Place[], curve: 'straight' | 'step'): string {
  const kept = thin(places);
  const [[x, y], ...rest] = kept as [Place, ...Place[]];
  const start = `M${coordinate(x)} ${coordinate(y)}`;
  if (curve === 'step') return start + rest.map(([x, y]) => `H${coordinate(x)}V${coordinate(y)}`).join('');
  return `${start}L${rest.map(([x, y]) => `${coordinate(x)} ${coordinate(y)}`).join(' ')}`;
}

/** The first and last point, and each that lies far enough from the one kept before it. */
function thin(places: readonly Place[]): Place[] {
  const kept: Place[] = [];
  for (const [i, place] of places.entries()) {
    const last = kept.at(-1);
    const far =
      last === undefined || Math.abs(place[0] - last[0]) >= finest || Math.abs(place[1] - last[1]) >= finest;
    if (far || i === places.length - 1) kept.push(place);
  }
  return kept;
}
