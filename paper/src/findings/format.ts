// Numbers as the prose shows them: `| ms`, `| k/s 3`, `| % 1`, `| times`; the number after the unit is how many significant
// digits to show, two unless given. `| interval` writes both bounds as well, `| words` a small whole number as a word.

import { BuildError } from '../errors.ts';
import type { Value } from './notation.ts';

/** Units by what they are of: how many of the first one make this. */
const scales: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  time: { ns: 1, us: 1e3, ms: 1e6, s: 1e9 },
  size: { bytes: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 },
  rate: { '1/s': 1, 'k/s': 1e3, 'M/s': 1e6 },
};

/** Units as the prose writes them. */
const symbols: Readonly<Record<string, string>> = {
  us: 'µs',
  bytes: 'bytes',
  '1/s': 'a second',
  'k/s': 'thousand a second',
  'M/s': 'million a second',
};

const smallNumbers = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Writes a value; `format` is what follows the bar. @throws BuildError */
export function formatted(value: Value, format: string): string {
  if (format === 'words') return smallNumbers[value.median] ?? String(value.median);
  const words = format.split(/\s+/).filter((word) => word !== '');
  const digits = Number(words.find((word) => /^\d$/.test(word)) ?? 2);
  const [unit = value.unit, ...more] = words.filter(
    (word) => !/^\d$/.test(word) && word !== 'interval' && word !== 'bare',
  );
  if (more.length > 0)
    throw new BuildError(`"${format}" is no format: write a unit and the number of digits`);
  const write = (number: number) => significant(number / factor(value.unit, unit), digits);
  const symbol = words.includes('bare') ? '' : suffix(unit);
  const text = `${write(value.median)}${symbol}`;
  if (!words.includes('interval') || value.low === null || value.high === null) return text;
  return `${text} (${write(value.low)}–${write(value.high)})`;
}

function factor(from: string, to: string): number {
  if (from === to || to === 'times' || to === '') return 1;
  if (to === '%') return 0.01;
  for (const scale of Object.values(scales)) {
    if (from in scale && to in scale) return scale[to]! / scale[from]!;
  }
  throw new BuildError(`a figure in "${from}" can't be written in "${to}"`);
}

function suffix(unit: string): string {
  if (unit === '') return '';
  if (unit === '%') return ' %';
  return `\u00a0${symbols[unit] ?? unit}`;
}

/** Rounds to significant digits, never to exponents; groups of three digits are parted by commas. */
export function significant(number: number, digits: number): string {
  if (number === 0) return '0';
  const rounded = Number(number.toPrecision(digits));
  const magnitude = Math.floor(Math.log10(Math.abs(rounded)));
  const decimals = Math.max(0, digits - 1 - magnitude);
  return rounded.toLocaleString('en-GB', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}
