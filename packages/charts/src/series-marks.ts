// Marks of a series in its colour: groups, dashes, markers, dots.

import { type Marker, markerPath, styleOf } from './series-style.ts';
import type { Scheme } from './stylesheet.ts';
import { type Attributes, coordinate, element } from './svg.ts';

/** A position in pixels. */
export type Place = readonly [x: number, y: number];

/** Marks in the colour of a target. */
export function inSeries(style: string, scheme: Scheme, ...marks: readonly string[]): string {
  const { className, ...colours } = styleOf(style);
  const colour = colours[scheme];
  return element('g', { class: className, fill: colour, stroke: colour }, ...marks);
}

/** A target's marker in a box of 12 by 12, for legends and tables of a page: put it into an `svg` of class `chart`. */
export function markerOf(style: string): string {
  return inSeries(style, 'light', markersAt(style, [[6, 6]], 4));
}

/** Attributes of a target's line. */
export function dashOf(style: string): Attributes {
  return { fill: 'none', 'stroke-dasharray': styleOf(style).dash };
}

const linesOnly: ReadonlySet<Marker> = new Set(['cross', 'plus']);

/** A target's marker at each place, as one path. */
export function markersAt(style: string, places: readonly Place[], radius: number): string {
  if (places.length === 0) return '';
  const { marker } = styleOf(style);
  const d = places.map(([x, y]) => markerPath(marker, x, y, radius)).join('');
  return element('path', { d, 'stroke-width': linesOnly.has(marker) ? 1.8 : 0.8 });
}

/** A dot at each place: points with round ends, which take a third of the bytes of circles. */
export function dotsAt(places: readonly Place[]): string {
  if (places.length === 0) return '';
  const d = places.map(([x, y]) => `M${coordinate(x)} ${coordinate(y)}h.01`).join('');
  return element('path', {
    d,
    'stroke-width': 4.4,
    'stroke-linecap': 'round',
    'stroke-opacity': places.length > 60 ? 0.18 : 0.42,
  });
}
