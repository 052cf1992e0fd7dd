// Measures the rows of a TypeScript model in this process, with tinybench.

import type { MissingRow, Row, Rows } from '@three-ways/idioms/rows';
import { Bench } from 'tinybench';
import { quantile } from '../../figures/statistics.ts';
import type { ResultRow } from './protocol.ts';
import { messageLengths } from './row-labels.ts';
import { warmUp } from './warm-up.ts';

interface Options {
  /** Share of the idioms' sizes that a run takes. */
  readonly share: number;
  readonly sampleMs: number;
  /** Whether to run twice the work, too. */
  readonly proof: boolean;
  /** Tasks take milliseconds to start, so that no run is for warming up. */
  readonly heavy: boolean;
}

/** Length of the shortest messages (bytes). */
const [shortest = 0] = messageLengths;

/** A row at several sizes. */
interface Sizes {
  /** Starts its tasks, and no more. */
  readonly idle: Row;
  readonly small: Row;
  readonly half: Row;
  readonly once: Row;
  readonly twice: Row;
}

/** @throws Error that names the row that failed or returned a wrong result */
export async function measureRows(rows: Rows, options: Options): Promise<ResultRow[]> {
  const { share, heavy } = options;
  const factors = [0, 0.1, 0.5, 1, 2];
  const [idle, small, half, once, twice] = factors.map((factor) => rows(factor * share));
  if (heavy) await run(small!.find(isMeasured)!); // fills Node's compile cache
  const known = new Set<string>();
  const measured: ResultRow[] = [];
  for (const [i, row] of once!.entries()) {
    if (!isMeasured(row)) measured.push(row);
    else {
      const others = { idle: idle![i], small: small![i], half: half![i], twice: twice![i] };
      const sizes = { ...others, once: row } as Sizes;
      if (!heavy) await warmUp(() => run(sizes.small), { ...options, known: known.has(row.name) });
      known.add(row.name);
      measured.push(await measureRow(sizes, options));
    }
  }
  return measured;
}

function isMeasured(row: Row | MissingRow): row is Row {
  return 'run' in row;
}

async function measureRow(sizes: Sizes, options: Options): Promise<ResultRow> {
  const { idle, once } = sizes;
  const startNs = await nanosecondsOf(idle, { ...options, sampleMs: options.sampleMs / 10 });
  const ns = await nanosecondsOf(once, options);
  const { name, unit, units, size, what, bytes } = once;
  return {
    name,
    ...(bytes !== undefined && { bytes }),
    ...{ unit, units, size, what },
    // A start that took longer than all was disturbed: the unit's time then contains it.
    nsPerUnit: ns > startNs ? (ns - startNs) / (units - idle.units) : ns / units,
    doubling: proves(once, options) ? await doublingOf(sizes, startNs, ns, options) : null,
  };
}

/** The time of twice the work over that of the work: of a run over half of it, or else of twice the run over it. */
async function doublingOf({ half, once, twice }: Sizes, startNs: number, ns: number, options: Options) {
  const isHalf = once.units === 2 * half.units;
  const otherNs = await nanosecondsOf(isHalf ? half : twice, options);
  const [less, more] = isHalf ? [otherNs, ns] : [ns, otherNs];
  return less > startNs && more > startNs ? (more - startNs) / (less - startNs) : null;
}

/** Messages of all lengths go through the same code: the shortest prove it. */
function proves({ bytes = shortest }: Row, { proof }: Options): boolean {
  return proof && bytes === shortest;
}

/**
 * Median time of a run (ns). Young garbage of the runs before is collected first, where a run is short. A full collection would
 * discard optimised code, and the run would be ten times slower.
 */
async function nanosecondsOf(row: Row, { sampleMs, heavy }: Options): Promise<number> {
  if (!heavy) globalThis.gc?.({ type: 'minor' });
  const bench = new Bench({
    time: sampleMs,
    iterations: 1,
    retainSamples: true,
    throws: true,
    warmup: false,
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
