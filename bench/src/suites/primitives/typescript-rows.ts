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

/** Size of the warm-up, as a share of the larger run's. */
const warmupShare = 0.1;

/** @throws Error that names the row that failed or returned a wrong result */
export async function measureRows(rows: Rows, options: Options): Promise<ResultRow[]> {
  const { share, heavy } = options;
  const [warmups, halves] = [rows(share * warmupShare), rows(share / 2)];
  const measured: ResultRow[] = [];
  for (const [i, row] of rows(share).entries()) {
    if ('missing' in row) measured.push(row);
    else {
      if (!heavy) await run(warmups[i] as Row);
      measured.push(await measureRow(row, halves[i] as Row, options));
    }
  }
  return measured;
}

async function measureRow(whole: Row, half: Row, options: Options): Promise<ResultRow> {
  const { heavy } = options;
  const halfNs = await nanosecondsOf(half, options);
  const ns = await nanosecondsOf(whole, options);
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

/** Median time of a run (ns). Garbage of the runs before is collected first, where a run is short. */
async function nanosecondsOf(row: Row, { sampleMs, heavy }: Options): Promise<number> {
  if (!heavy) globalThis.gc?.();
  const bench = new Bench({
    time: sampleMs,
    iterations: 1,
    warmup: false,
    retainSamples: true,
    throws: true,
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
