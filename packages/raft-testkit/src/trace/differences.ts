// What two traces have in common and where they part ways, as lines to read: both sides next to each other.

import { basename } from 'node:path';
import { differenceOf, findParting, type Parting } from './event-diff.ts';
import { sentenceOf } from './event-text.ts';
import { type Paint, strong, trouble } from './paint.ts';
import { type ReadOptions, readTrace, type TraceLine } from './read.ts';
import { sideBySide, tableOf } from './table.ts';
import { type Comparison, Courses, compareCourses, type Step } from './trajectories.ts';

export interface Difference {
  readonly areAlike: boolean;
  readonly lines: readonly string[];
}

export interface DiffOptions extends ReadOptions {
  /** Characters. */
  readonly width: number;
  readonly paint: Paint;
}

type Files = readonly [string, string];
type Lines = ReturnType<typeof readTrace>;

/** Without their folders, as long as that tells them apart. */
function namesOf(files: Files): Files {
  const [a, b] = files.map((file) => basename(file)) as [string, string];
  return a === b ? files : [a, b];
}

/** So many lines are shown before the difference and from it on. */
const context = 5;

/** Compares event for event, times and all. */
export async function diffExactly(files: Files, options: DiffOptions): Promise<Difference> {
  const [a, b] = files.map((file) => readTrace(file, options)) as [Lines, Lines];
  const found = await findParting(a, b, context);
  if (typeof found === 'number')
    return { areAlike: true, lines: [`alike: ${found.toLocaleString('en')} events, each the same in both`] };
  return { areAlike: false, lines: drawParting(namesOf(files), found, options) };
}

function drawParting(names: Files, { before, after }: Parting, { width, paint }: DiffOptions): string[] {
  const [left, right] = after.map((lines) => linesOf(lines)) as [string[], string[]];
  const [one, other] = [after[0][0], after[1][0]];
  const where = [one, other].map((line, i) =>
    line === undefined ? `${names[i]} has ended` : `line ${line.number}`,
  );
  const same = before.map(({ event }) => sentenceOf(event));
  const [first = '', ...rest] = sideBySide(left, right, width);
  const detail = one && other && differenceOf(one.event, other.event);
  return [
    paint(strong, `differ: ${[...new Set(where)].join(' and ')}`),
    ...sideBySide([names[0]], [names[1]], width),
    ...sideBySide(same, same, width),
    paint(trouble, first),
    ...rest,
    ...(detail ? ['', `they differ in ${detail}`] : []),
  ];
}

function linesOf(lines: readonly TraceLine[]): string[] {
  return lines.length === 0 ? ['          (ends here)'] : lines.map(({ event }) => sentenceOf(event));
}

/** Compares what each server went through, whatever the times and the order of messages. */
export async function diffByServer(files: Files, options: DiffOptions): Promise<Difference> {
  const [left, right] = await Promise.all([readCourses(files[0], options), readCourses(files[1], options)]);
  const comparisons = compareCourses(left, right);
  const parted = comparisons.filter(({ areAlike }) => !areAlike);
  const head = parted.length === 0 ? 'alike' : 'differ';
  const lines = [options.paint(strong, `${head}, server by server`), '', ...overviewOf(comparisons)];
  const [first] = parted.toSorted((one, other) => partingTime(one) - partingTime(other));
  if (first !== undefined) lines.push('', ...drawComparison(namesOf(files), first, options));
  return { areAlike: parted.length === 0, lines };
}

async function readCourses(file: string, options: DiffOptions): Promise<Courses> {
  const courses = new Courses();
  for await (const batch of readTrace(file, options)) for (const { event } of batch) courses.see(event);
  return courses;
}

function overviewOf(comparisons: readonly Comparison[]): string[] {
  const rows = Map.groupBy(comparisons, ({ server }) => server);
  return tableOf(
    ['server', ...(rows.values().next().value ?? []).map(({ aspect }) => aspect)],
    [...rows].map(([server, ofServer]) => [`${server}`, ...ofServer.map(verdictOn)]),
  );
}

function verdictOn({ areAlike, common, steps: [a, b] }: Comparison): string {
  return areAlike ? `alike (${a.length})` : `part after ${common} of ${a.length} | ${b.length}`;
}

function partingTime({ common, steps }: Comparison): number {
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
  const title = `The first to part: server ${server}, its ${aspect}`;
  const parting = lines.findIndex((_, i) => i === common - from);
  return [
    title,
    ...sideBySide([names[0]], [names[1]], width),
    ...lines.with(parting, paint(trouble, lines[parting]!)),
  ];
}

function drawSteps(steps: readonly Step[]): string[] {
  return steps.map(({ what, at }) => `${at.toFixed(1).padStart(8)}  ${what}`);
}
