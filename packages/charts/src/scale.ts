// From values to pixels: scales and their ticks.

import { ticks as niceTicks } from 'd3-array';
import type { Axis } from './chart.ts';
import { widthOf } from './text.ts';
import { format, formatIn, shownFor, type Unit } from './units.ts';

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export interface Scale {
  readonly min: number;
  readonly max: number;
  /** A value's position; values beyond the bounds are put on them. */
  at(value: number): number;
  readonly ticks: readonly Tick[];
}

/** Pixels that an axis runs from and to; downwards for a vertical one. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** Space that a tick's label wants: along a horizontal axis its width, along a vertical one its height. */
const gap = { along: 14, down: 28 };

/** The scale of an axis for the given values. */
export function scaleOf(axis: Axis, values: readonly number[], extent: Extent): Scale {
  if (axis.scale === 'nines') return ninesScale(axis, values, extent);
  return axis.scale === 'log' ? logScale(axis, values, extent) : linearScale(axis, values, extent);
}

function linearScale(axis: Axis, values: readonly number[], extent: Extent): Scale {
  const low = axis.min ?? Math.min(0, ...finite(values));
  const high = axis.max ?? Math.max(low, ...finite(values));
  const span = high > low ? high : low + 1;
  const { size } = shownFor(Math.max(Math.abs(low), Math.abs(span)), axis.unit);
  const count = Math.max(2, Math.min(6, Math.floor(lengthOf(extent) / (isVertical(extent) ? 36 : 64))));
  const found = niceTicks(low / size, span / size, count);
  const step = found.length > 1 ? found[1]! - found[0]! : span / size;
  const max = axis.max ?? Math.ceil(span / size / step - 1e-9) * step * size;
  const min = axis.min ?? Math.floor(low / size / step + 1e-9) * step * size;
  const positions = axis.ticks ?? niceTicks(min / size, max / size, count).map((tick) => tick * size);
  const shown = shownFor(Math.max(Math.abs(min), Math.abs(max)), axis.unit);
  const ticks = positions.map((value) => ({ value, label: formatIn(value, shown, 10) }));
  return finish({ min, max, ticks, extent, transform: (value) => value, chosen: axis.ticks !== undefined });
}

function logScale(axis: Axis, values: readonly number[], extent: Extent): Scale {
  const positive = finite(values).filter((value) => value > 0);
  const base = axis.unit === 'bytes' ? 2 : 10;
  const low = axis.min ?? Math.min(...(positive.length > 0 ? positive : [1]));
  const high = axis.max ?? Math.max(low, ...positive);
  const candidates = axis.ticks ?? logTicks(low, high, base);
  const min = axis.min ?? Math.min(low, candidates.findLast((tick) => tick <= low) ?? low);
  const max = axis.max ?? Math.max(high, candidates.find((tick) => tick >= high) ?? high);
  const inside = candidates.filter((tick) => tick >= min * (1 - 1e-9) && tick <= max * (1 + 1e-9));
  const ticks = inside.map((value) => ({ value, label: logLabel(value, axis.unit) }));
  const bounds = max > min ? { min, max } : { min: min / 2, max: max * 2 };
  return finish({
    ...bounds,
    ticks,
    extent,
    transform: (value) => Math.log(Math.max(value, bounds.min)),
    chosen: axis.ticks !== undefined,
  });
}

function logLabel(value: number, unit: Unit): string {
  return unit === 'count' ? formatIn(value, shownFor(value, unit)) : format(value, unit);
}

/** Ticks that enclose the bounds: powers of the base, and 2 and 5 times them where there are few decades. */
function logTicks(low: number, high: number, base: number): number[] {
  const [first, last] = [low, high].map((value) => Math.log(value) / Math.log(base));
  const decades = last! - first!;
  const factors = base === 10 && decades < 1.5 ? [1, 2, 5] : base === 10 && decades < 2.5 ? [1, 3] : [1];
  const step = base === 10 ? 1 : Math.max(1, Math.ceil(decades / 6));
  const from = Math.floor(first! / step + 1e-9) * step;
  const ticks: number[] = [];
  for (let power = from; power <= last! + step; power += step)
    for (const factor of factors) ticks.push(Number((factor * base ** power).toPrecision(12)));
  return ticks;
}

/** Percentiles as a number of nines: 90 is 1, 99 is 2. */
const nines = (percentile: number) => -Math.log10(1 - percentile / 100);

function ninesScale(axis: Axis, values: readonly number[], extent: Extent): Scale {
  const max = axis.max ?? Math.max(90, ...finite(values).filter((value) => value < 100));
  const candidates = axis.ticks ?? [0, 50, 90, 99, 99.9, 99.99, 99.999];
  const ticks = candidates
    .filter((value) => value <= max + 1e-9)
    .map((value) => ({ value, label: `p${value}` }));
  return finish({ min: axis.min ?? 0, max, ticks, extent, transform: nines, chosen: true });
}

interface Parts {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly Tick[];
  readonly extent: Extent;
  readonly transform: (value: number) => number;
  /** Whether the positions of the ticks were given, or lie at unequal distances. */
  readonly chosen: boolean;
}

function finish({ min, max, ticks, extent, transform, chosen }: Parts): Scale {
  const [a, b] = [transform(min), transform(max)];
  const at = (value: number) => {
    const share = (transform(Math.min(max, Math.max(min, value))) - a) / (b - a || 1);
    return extent.from + share * (extent.to - extent.from);
  };
  return { min, max, at, ticks: withoutOverlap(ticks, at, extent, chosen) };
}

/** The ticks whose labels don't touch: of chosen positions the first, the last and as many as fit, else every second, third … */
function withoutOverlap(
  ticks: readonly Tick[],
  at: (value: number) => number,
  extent: Extent,
  chosen: boolean,
): readonly Tick[] {
  const roomy = (a: Tick, b: Tick) => distance(a, b, at, extent) >= 0;
  if (chosen) return fitting(ticks, roomy);
  for (let every = 1; every < ticks.length; every++) {
    const kept = ticks.filter((_, i) => i % every === 0);
    if (kept.every((tick, i) => i === 0 || roomy(kept[i - 1]!, tick))) return kept;
  }
  return ticks.slice(0, 1);
}

function fitting(ticks: readonly Tick[], roomy: (a: Tick, b: Tick) => boolean): Tick[] {
  const kept: Tick[] = [];
  for (const tick of [...ticks.slice(0, 1), ...ticks.slice(1).reverse()])
    if (kept.every((other) => roomy(other, tick))) kept.push(tick);
  return kept.sort((a, b) => a.value - b.value);
}

/** Space left between two labels. */
function distance(a: Tick, b: Tick, at: (value: number) => number, extent: Extent): number {
  const between = Math.abs(at(b.value) - at(a.value));
  if (isVertical(extent)) return between - gap.down / 2;
  return between - (widthOf(a.label) + widthOf(b.label)) / 2 - gap.along;
}

function isVertical({ from, to }: Extent): boolean {
  return from > to;
}

function lengthOf({ from, to }: Extent): number {
  return Math.abs(to - from);
}

function finite(values: readonly number[]): number[] {
  return values.filter(Number.isFinite);
}
