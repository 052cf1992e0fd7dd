// Measures the rows of a TypeScript model in this process, with tinybench.

import { flushCompileCache } from 'node:module';
import type { MissingRow, Row, Rows } from '@three-ways/idioms/rows';
import { Bench } from 'tinybench';
import type { ResultRow } from './protocol.ts';
import { messageLengths } from './row-labels.ts';
import { doublingOf, isComparable, type Turn, workOf } from './turns.ts';
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
  if (heavy) {
    flushCompileCache(); // else the threads and processes of the first trial compile the idioms anew
    await run(small!.find(isMeasured)!); // and their entry point
  }
  const known = new Set<string>();
  const starts = new Map<string, number>();
  const measured: ResultRow[] = [];
  for (const [i, row] of once!.entries()) {
    if (!isMeasured(row)) measured.push(row);
    else {
      const others = { idle: idle![i], small: small![i], half: half![i], twice: twice![i] };
      const sizes = { ...others, once: row } as Sizes;
      if (!heavy) await warmUp(() => run(sizes.small), { ...options, known: known.has(row.name) });
      known.add(row.name);
      measured.push(await measureRow(sizes, starts, options));
    }
  }
  return measured;
}

function isMeasured(row: Row | MissingRow): row is Row {
  return 'run' in row;
}

async function measureRow(sizes: Sizes, starts: Starts, options: Options): Promise<ResultRow> {
  const { name, unit, units, size, what, bytes } = sizes.once;
  const turns = await turnsOf(sizes, starts, options);
  return {
    name,
    ...(bytes !== undefined && { bytes }),
    ...{ unit, units, size, what },
    nsPerUnit: (workOf(turns) * 1e6) / (units - sizes.idle.units),
    doubling: doublingOf(turns),
  };
}

/**
 * The row to compare with, of half the work, or of twice where the work is short beside the start, which varies; none where there is no
 * proof.
 */
function comparedOf({ half, once, twice }: Sizes, isShort: boolean, { proof }: Options): Row | null {
  // Messages of all lengths go through the same code: the shortest prove it.
  if (!proof || (once.bytes ?? shortest) !== shortest) return null;
  const others = isShort ? [twice, half] : [half, twice];
  return others.find((other) => isComparable(once.units, other.units)) ?? null;
}

/** Turns of a sample whose runs are not long. */
const fewestTurns = 3;

/**
 * Turns until the runs of the row have filled a sample: three, unless one run alone takes as long as three samples. Young garbage of the
 * runs before is collected first, where a run is short. A full collection would discard optimised code, and the run would be ten times
 * slower.
 */
async function turnsOf(sizes: Sizes, starts: Starts, options: Options): Promise<Turn[]> {
  const { once, idle } = sizes;
  const start = knownStart(once, starts, options);
  const comparedWith = (isShort: boolean) => comparedOf(sizes, isShort, options);
  const rows = { idle, start, once, comparedWith };
  if (!options.heavy) globalThis.gc?.({ type: 'minor' });
  const first = await turnOf(rows, options.heavy);
  if (!starts.has(once.name)) starts.set(once.name, first.idle);
  if (first.once >= fewestTurns * options.sampleMs) return [first];
  const turns = [first];
  const time = Math.max(0, options.sampleMs - first.once);
  const bench = new Bench({ time, iterations: fewestTurns - 1, throws: true, warmup: false });
  bench.add(once.size, async () => {
    const turn = await turnOf(rows, turns.length % 2 === 1);
    turns.push(turn);
    return { overriddenDuration: turn.once };
  });
  await bench.run();
  const { result } = bench.tasks[0]!;
  if (result.state !== 'completed')
    throw new Error(`${once.name}: ${once.size} was not measured: ${result.state}`);
  return turns;
}

/** Duration of a start (ms), by the row's name. */
type Starts = Map<string, number>;

/** Longest message whose buffers take no time beside the start of a heavy task (bytes). */
const light = 2 ** 20;

/** The start of heavy tasks is the same for messages of all lengths, and measured with the shortest; null where it is to be measured. */
function knownStart({ name, bytes }: Row, starts: Starts, { heavy }: Options): number | null {
  return heavy && bytes !== undefined && bytes <= light ? (starts.get(name) ?? null) : null;
}

interface TurnRows extends Pick<Sizes, 'idle' | 'once'> {
  /** Duration of the idle run, if that is known (ms). */
  readonly start: number | null;
  readonly comparedWith: (isShort: boolean) => Row | null;
}

/** A run that is shorter than as many starts has little work. */
const shortWork = 3;

/** One run of each, the compared one before the row or after it, so that neither always profits from the other. */
async function turnOf({ idle, start, once, comparedWith }: TurnRows, onceFirst: boolean): Promise<Turn> {
  const idleMs = start ?? (await timeOf(idle));
  const early = onceFirst ? await timeOf(once) : null;
  const compared = comparedWith(early !== null && early < shortWork * idleMs);
  if (compared === null) return { idle: idleMs, once: early ?? (await timeOf(once)), compared: null };
  const ms = await timeOf(compared);
  return {
    idle: idleMs,
    once: early ?? (await timeOf(once)),
    compared: { ms, factor: compared.units / once.units },
  };
}

/** Duration of one run (ms). */
async function timeOf(row: Row): Promise<number> {
  const began = performance.now();
  await run(row);
  return performance.now() - began;
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
