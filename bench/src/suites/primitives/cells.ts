// Cells of the suite's tables: times with a unit of their own, since a cell's neighbours may be a million times slower.

import type { Figure } from '../../figures/figure.ts';
import { nothing } from '../../tables/table.ts';
import { markOf } from './doubts.ts';

const timeUnits = [
  ['ns', 1],
  ['µs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
] as const;

const countUnits = [
  ['', 1],
  ['k', 1e3],
  ['M', 1e6],
] as const;

const byteUnits = [
  ['B', 1],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
] as const;

type Units = readonly (readonly [name: string, size: number])[];

/** The largest unit that leaves at least 1. */
function unitFor(value: number, units: Units): readonly [name: string, size: number] {
  return units.findLast(([, size]) => Math.abs(value) >= size) ?? units[0]!;
}

/** Three figures, without more decimals than they leave. */
function threeFigures(value: number): string {
  const magnitude = Math.abs(value);
  return value.toFixed(magnitude >= 99.95 ? 0 : magnitude >= 9.995 ? 1 : 2);
}

function amount(value: number, units: Units): string {
  const [name, size] = unitFor(value, units);
  return `${threeFigures(value / size)}${name && ' '}${name}`;
}

/** A count with three figures: `1.42 M`. */
export const count = (value: number) => amount(value, countUnits);

/** A message's length: `64 KiB`. */
export function length(bytes: number): string {
  const [name, size] = unitFor(bytes, byteUnits);
  return `${bytes / size} ${name}`;
}

/** A time without interval or mark: `1.04 µs`. */
export const duration = (ns: number) => amount(ns, timeUnits);

/** Bytes with their unit: `8.39 MiB`. */
export const memory = (bytes: number) => amount(bytes, byteUnits);

/** A median with its interval in the same unit: `1.04 µs (1.02–1.08)`. */
export const time = (figure: Figure | undefined) => withUnit(figure, timeUnits);

export const bytes = (figure: Figure | undefined) => withUnit(figure, byteUnits);

function withUnit(figure: Figure | undefined, units: Units): string {
  if (!figure?.estimate) return nothing;
  const { median, low, high } = figure.estimate;
  const [name, size] = unitFor(median, units);
  const middle = `${threeFigures(median / size)} ${name}`;
  const doubt = markOf(figure);
  if (low === null || high === null) return `${middle}${doubt}`;
  return `${middle} (${threeFigures(low / size)}–${threeFigures(high / size)})${doubt}`;
}

/** Bounds between which twice the work counts as twice the time. */
const doubled = [1.5, 2.5] as const;

/** Whether twice the work took about twice the time. */
export function isDoubled({ estimate }: Figure): boolean {
  return estimate !== null && estimate.median >= doubled[0] && estimate.median <= doubled[1];
}

/** The ratio of twice the work to the work, marked where it is not about 2: `2.01 (1.98–2.05)`. */
export function doubling(figure: Figure | undefined): string {
  if (!figure?.estimate) return nothing;
  const { median, low, high } = figure.estimate;
  const mark = isDoubled(figure) ? '' : '!';
  const interval = low === null || high === null ? '' : ` (${low.toFixed(2)}–${high.toFixed(2)})`;
  return `${median.toFixed(2)}${mark}${interval}`;
}
