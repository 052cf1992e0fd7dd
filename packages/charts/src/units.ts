// Numbers with their units, in plain form: `1.5 ms`, `420 k/s`, `64 MiB`.

/** Unit of an axis's values. `rate` is per second, `ratio` a factor, `share` a part of 1, `percentile` from 0 to 100. */
export type Unit = 'ns' | 'us' | 'ms' | 's' | 'rate' | 'bytes' | 'count' | 'ratio' | 'share' | 'percentile';

/** A unit to show values in, and its size in the axis's unit. */
export interface Shown {
  readonly suffix: string;
  readonly size: number;
}

const nanoseconds: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

const scales: Readonly<Record<'time' | 'rate' | 'bytes' | 'count', readonly Shown[]>> = {
  time: [
    { suffix: ' ns', size: 1 },
    { suffix: ' µs', size: 1e3 },
    { suffix: ' ms', size: 1e6 },
    { suffix: ' s', size: 1e9 },
  ],
  rate: [
    { suffix: '/s', size: 1 },
    { suffix: ' k/s', size: 1e3 },
    { suffix: ' M/s', size: 1e6 },
    { suffix: ' G/s', size: 1e9 },
  ],
  bytes: [
    { suffix: ' B', size: 1 },
    { suffix: ' KiB', size: 2 ** 10 },
    { suffix: ' MiB', size: 2 ** 20 },
    { suffix: ' GiB', size: 2 ** 30 },
  ],
  count: [{ suffix: '', size: 1 }],
};

const plain: Partial<Record<Unit, Shown>> = {
  ratio: { suffix: '×', size: 1 },
  share: { suffix: ' %', size: 0.01 },
  percentile: { suffix: ' %', size: 1 },
};

/** The largest unit that leaves at least 1 of `value`. */
export function shownFor(value: number, unit: Unit): Shown {
  const fixed = plain[unit];
  if (fixed !== undefined) return fixed;
  const perUnit = nanoseconds[unit] ?? 1;
  const scale = unit in nanoseconds ? scales.time : scales[unit as 'rate' | 'bytes' | 'count'];
  const fitting = scale.findLast(({ size }) => Math.abs(value) * perUnit >= size * (1 - 1e-9)) ?? scale[0]!;
  return { suffix: fitting.suffix, size: fitting.size / perUnit };
}

/** A value in a unit; 0 has none, but for a share. */
export function formatIn(value: number, { suffix, size }: Shown, digits = 12): string {
  const scaled = Number((value / size).toPrecision(digits));
  const text = scaled.toLocaleString('en-US', { maximumFractionDigits: 9 }).replace('-', '−');
  return scaled === 0 && suffix !== ' %' ? '0' : `${text}${suffix}`;
}

/** A value in the unit that suits it, to three figures: `1.42 M/s`. */
export function format(value: number, unit: Unit): string {
  const digits = unit === 'percentile' ? 8 : Math.abs(value / shownFor(value, unit).size) >= 100 ? 4 : 3;
  return formatIn(value, shownFor(value, unit), digits);
}
