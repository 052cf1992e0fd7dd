// The comparison of two traces as text, side by side.

import { basename } from 'node:path';
import { type Divergence, differenceOf, findDivergence } from './event-diff.ts';
import { eventText } from './event-text.ts';
import { type Paint, strong, trouble } from './paint.ts';
import { type ReadOptions, readTrace, type TraceLine } from './read.ts';
import { sideBySide, tableOf } from './table.ts';
import { type Comparison, compareTrajectories, type Step, Trajectories } from './trajectories.ts';

interface Difference {
  readonly areEqual: boolean;
  readonly lines: readonly string[];
}

interface DiffOptions extends ReadOptions {
  /** Characters. */
  readonly width: number;
  readonly paint: Paint;
}

type Files = readonly [string, string];
type Lines = ReturnType<typeof readTrace>;

/** Names without folders, unless they are the same. */
function namesOf(files: Files): Files {
  const [a, b] = files.map((file) => basename(file)) as [string, string];
  return a === b ? files : [a, b];
}

/** Lines shown before the difference, and from it on. */
const context = 5;

/** Compares event for event, including times. */
export async function diffExactly(files: Files, options: DiffOptions): Promise<Difference> {
  const [a, b] = files.map((file) => readTrace(file, options)) as [Lines, Lines];
  const found = await findDivergence(a, b, context);
  if (typeof found === 'number')
    return { areEqual: true, lines: [`equal: ${found.toLocaleString('en')} events`] };
  return { areEqual: false, lines: drawDivergence(namesOf(files), found, options) };
}

function drawDivergence(
  names: Files,
  { before, after }: Divergence,
  { width, paint }: DiffOptions,
): string[] {
  const [left, right] = after.map((lines) => linesOf(lines)) as [string[], string[]];
  const [one, other] = [after[0][0], after[1][0]];
  const where = [one, other].map((line, i) =>
    line === undefined ? `${names[i]} has ended` : `line ${line.number}`,
  );
  const same = before.map(({ event }) => eventText(event));
  const [first = '', ...rest] = sideBySide(left, right, width);
  const detail = one && other && differenceOf(one.event, other.event);
  return [
    paint(strong, `differ: ${[...new Set(where)].join(' and ')}`),
    ...sideBySide([names[0]], [names[1]], width),
    ...sideBySide(same, same, width),
    paint(trouble, first),
    ...rest,
    ...(detail ? ['', `difference: ${detail}`] : []),
  ];
}

function linesOf(lines: readonly TraceLine[]): string[] {
  return lines.length === 0 ? ['          (ends here)'] : lines.map(({ event }) => eventText(event));
}

/** Compares each server's trajectory, regardless of times and message order. */
export async function diffByServer(files: Files, options: DiffOptions): Promise<Difference> {
  const [left, right] = await Promise.all([
    readTrajectories(files[0], options),
    readTrajectories(files[1], options),
  ]);
  const comparisons = compareTrajectories(left, right);
  const diverged = comparisons.filter(({ areEqual }) => !areEqual);
  const head = diverged.length === 0 ? 'equal' : 'differ';
  const lines = [options.paint(strong, `${head}, server by server`), '', ...overviewOf(comparisons)];
  const [first] = diverged.toSorted((one, other) => divergenceTime(one) - divergenceTime(other));
  if (first !== undefined) lines.push('', ...drawComparison(namesOf(files), first, options));
  return { areEqual: diverged.length === 0, lines };
}

async function readTrajectories(file: string, options: DiffOptions): Promise<Trajectories> {
  const trajectories = new Trajectories();
  for await (const batch of readTrace(file, options)) for (const { event } of batch) trajectories.see(event);
  return trajectories;
}

function overviewOf(comparisons: readonly Comparison[]): string[] {
  const rows = Map.groupBy(comparisons, ({ server }) => server);
  return tableOf(
    ['server', ...(rows.values().next().value ?? []).map(({ aspect }) => aspect)],
    [...rows].map(([server, ofServer]) => [`${server}`, ...ofServer.map(resultOf)]),
  );
}

function resultOf({ areEqual, common, steps: [a, b] }: Comparison): string {
  return areEqual ? `equal (${a.length})` : `diverge after ${common} of ${a.length} | ${b.length}`;
}

function divergenceTime({ common, steps }: Comparison): number {
  return Math.min(...steps.map((steps) => steps[common]?.at ?? Number.POSITIVE_INFINITY));
}

function drawComparison(names: Files, comparison: Comparison, { width, paint }: DiffOptions): string[] {
  const { server, aspect, common, steps } = comparison;
  const from = Math.max(0, common - context);
  const [left, right] = steps.map((steps) => drawSteps(steps.slice(from, common + context))) as [
    string[],
    string[],
  ];
  const lines = sideBySide(left, right, width);
  const title = `first divergence: server ${server}, ${aspect}`;
  const divergence = lines.findIndex((_, i) => i === common - from);
  return [
    title,
    ...sideBySide([names[0]], [names[1]], width),
    ...lines.with(divergence, paint(trouble, lines[divergence]!)),
  ];
}

function drawSteps(steps: readonly Step[]): string[] {
  return steps.map(({ what, at }) => `${at.toFixed(1).padStart(8)}  ${what}`);
}
