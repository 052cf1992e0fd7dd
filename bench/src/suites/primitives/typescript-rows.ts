// Measures the rows of a TypeScript model in this process, with tinybench.

import type { Row, Rows } from '@three-ways/idioms/rows';
import { Bench } from 'tinybench';
import { quantile } from '../../figures/statistics.ts';
import type { ResultRow } from './protocol.ts';

interface Options {
  /** Share of the idioms' sizes that the larger run takes. */
  readonly share: number;
  readonly sampleMs: number;
  /** Tasks take milliseconds to start: a unit's time is what each further one adds, and the first run warms nothing up. */
  readonly heavy: boolean;
}

/**
 * Duration of a warm-up, in samples. V8 optimises generators late: a hand-off between greenlets took 3,500 ns after 10 ms of
 * warm-up, and 240 ns after 200 ms.
 */
const warmupSamples = 15;

/** @throws Error that names the row that failed or returned a wrong result */
export async function measureRows(rows: Rows, options: Options): Promise<ResultRow[]> {
  const halves = rows(options.share / 2);
  const first = halves.find((row) => 'run' in row);
  if (options.heavy && first !== undefined) await run(first); // fills Node's compile cache
  const measured: ResultRow[] = [];
  for (const [i, row] of rows(options.share).entries()) {
    if ('missing' in row) measured.push(row);
    else measured.push(await measureRow(row, halves[i] as Row, options));
  }
  return measured;
}

async function measureRow(whole: Row, half: Row, options: Options): Promise<ResultRow> {
  const { heavy } = options;
  const halfNs = await nanosecondsOf(half, options, !heavy);
  const ns = await nanosecondsOf(whole, options, false);
  const further = (ns - halfNs) / (whole.units - half.units);
  const { name, unit, units, size, what, bytes } = whole;
  return {
    name,
    ...(bytes !== undefined && { bytes }),
    ...{ unit, units, size, what },
    nsPerUnit: heavy && further > 0 && Number.isFinite(further) ? further : ns / units,
    doubling: units === 2 * half.units ? ns / halfNs : null,
  };
}

/**
 * Median time of a run (ns), after runs that warm up if that is asked for. Young garbage of the runs before is collected first, where
 * a run is short. A full collection would discard optimised code, and the run would be ten times slower.
 */
async function nanosecondsOf(row: Row, { sampleMs, heavy }: Options, warmup: boolean): Promise<number> {
  if (!heavy) globalThis.gc?.({ type: 'minor' });
  const bench = new Bench({
    ...{ time: sampleMs, iterations: 1, retainSamples: true, throws: true },
    ...{ warmup, warmupIterations: 1, warmupTime: warmupSamples * sampleMs },
  });
  bench.add(row.size, async () => run(row));
  await bench.run();
  const { result } = bench.tasks[0]!;
  if (result.state !== 'completed')
    throw new Error(`${row.name}: ${row.size} was not measured: ${result.state}`);
  return quantile(result.latency.samples ?? [], 0.5) * 1e6;
}

/** Call of the run that is under way. */
let underWay = '';

/** A run that waits for what never comes leaves the process nothing to do. */
export function describeHang(): string {
  return `${underWay} never ends`;
}

/** One run; its result must be the expected one. */
async function run(row: Row): Promise<void> {
  underWay = `${row.name}: ${row.size}`;
  const result = await row.run();
  if (result !== row.expected)
    throw new Error(`${row.name}: ${row.size} returned ${result}, not ${row.expected}`);
}
