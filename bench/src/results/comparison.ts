// Two runs compared, figure by figure: a target's ratio to the reference within each run, and the ratio of these ratios, so that
// a faster or slower phase of the machine cancels out. The reference itself is compared as it is.

import { UsageError } from '@three-ways/command-line';
import { type Figure, type Setting, sameSetting } from '../figures/figure.ts';
import { type Change, changeBetween, quantile } from '../figures/statistics.ts';
import { referenceFor } from '../figures/variant.ts';
import { ratiosOf } from './figures.ts';
import type { Results } from './results.ts';

export interface ComparedFigure {
  readonly suite: string;
  readonly metric: string;
  readonly unit: string;
  readonly setting: Setting;
  readonly target: string;
  /** Whether the change is of the ratio to the reference, or of the figure itself. */
  readonly of: 'ratio' | 'figure';
  /** Medians in the two runs, in the unit. */
  readonly before: number;
  readonly after: number;
  /** Rounds in the two runs. */
  readonly rounds: readonly [before: number, after: number];
  /** Null: too few rounds. */
  readonly change: Change | null;
}

export interface Comparison {
  /** What differs between the runs besides their figures, a line each. */
  readonly unlike: readonly string[];
  /** Changes whose interval excludes 1, the largest first. */
  readonly changed: readonly ComparedFigure[];
  readonly unchanged: readonly ComparedFigure[];
  /** Figures with too few rounds for an interval. */
  readonly undecided: readonly ComparedFigure[];
}

/** @throws UsageError if the runs were made on unlike machines or with unlike settings */
export function compare(before: Results, after: Results): Comparison {
  requireComparable(before, after);
  const compared = before.figures.flatMap((figure) => {
    const other = after.figures.find((candidate) => isSame(candidate, figure));
    return figure.estimate && other?.estimate ? [comparedFigure(figure, other, { before, after })] : [];
  });
  const isChanged = ({ change }: ComparedFigure) => change !== null && (change.low > 1 || change.high < 1);
  const size = ({ change }: ComparedFigure) => Math.abs(Math.log(change?.ratio ?? 1));
  return {
    unlike: differencesOf(before, after, versions),
    changed: compared.filter(isChanged).sort((a, b) => size(b) - size(a)),
    unchanged: compared.filter((figure) => figure.change !== null && !isChanged(figure)),
    undecided: compared.filter(({ change }) => change === null),
  };
}

type Part = readonly [name: string, valueIn: (results: Results) => unknown];

const machine: readonly Part[] = [
  ['CPU', ({ environment }) => environment.cpu],
  ['cores', ({ environment }) => environment.cores],
  ['architecture', ({ environment }) => environment.architecture],
];
const settings: readonly Part[] = [
  ['size', (results) => results.settings.size],
  ['reference', (results) => results.settings.reference],
];
const versions: readonly Part[] = [
  ['kernel', ({ environment }) => environment.kernel],
  ['governor', ({ environment }) => environment.governor],
  ['Node', ({ environment }) => environment.node],
  ['Go', ({ environment }) => environment.go],
  ['engines', ({ targets }) => enginesOf(targets)],
  ['CPUs allowed', ({ environment }) => environment.cpusAllowed ?? null],
  ['GOMAXPROCS', ({ environment }) => environment.gomaxprocs ?? null],
  ['GOGC', ({ environment }) => environment.gogc ?? null],
  ['NODE_OPTIONS', ({ environment }) => environment.nodeOptions ?? null],
  ['commit', ({ environment }) => environment.commit],
  ['uncommitted changes', ({ environment }) => environment.dirty],
  ['settings', ({ settings }) => (settings.brief === false ? 'all' : "the default run's")],
  ['chosen settings', ({ settings }) => settings.only?.join('; ') ?? 'all'],
  ['cluster sizes', ({ settings }) => settings.servers?.join(', ') ?? 'all'],
];

/** The engines besides Node, with their versions. */
function enginesOf(targets: Results['targets']): string {
  const named = targets.flatMap(({ engine }) => (engine ? [`${engine.name} ${engine.version}`] : []));
  return [...new Set(named)].join(', ') || 'Node alone';
}

function differencesOf(before: Results, after: Results, parts: readonly Part[]): string[] {
  return parts.flatMap(([name, valueIn]) => {
    const [a, b] = [valueIn(before), valueIn(after)];
    return a === b ? [] : [`${name}: ${a}, then ${b}`];
  });
}

function requireComparable(before: Results, after: Results): void {
  const differences = differencesOf(before, after, [...machine, ...settings]);
  if (differences.length > 0) throw new UsageError(`the runs can't be compared: ${differences.join('; ')}`);
  if (!before.figures.some((figure) => after.figures.some((other) => isSame(other, figure))))
    throw new UsageError("the runs can't be compared: they have no figure in common");
}

function isSame(a: Figure, b: Figure): boolean {
  return (
    a.suite === b.suite && a.metric === b.metric && a.target === b.target && sameSetting(a.setting, b.setting)
  );
}

function comparedFigure(
  figure: Figure,
  other: Figure,
  runs: { readonly before: Results; readonly after: Results },
): ComparedFigure {
  const { suite, metric, unit, setting, target } = figure;
  const ratios = [ratiosIn(runs.before, figure), ratiosIn(runs.after, other)] as const;
  const hasRatios = ratios.every((samples) => samples.length > 0);
  const [a, b] = hasRatios ? ratios : [medians(figure), medians(other)];
  return {
    ...{ suite, metric, unit, setting, target },
    of: hasRatios ? 'ratio' : 'figure',
    before: figure.estimate!.median,
    after: other.estimate!.median,
    rounds: [a.length, b.length],
    change: changeBetween(a, b, runs.before.settings.seed),
  };
}

/** Ratios to the reference, round by round; none for the reference. */
function ratiosIn({ figures, settings }: Results, figure: Figure): number[] {
  const target = referenceFor(figure.target, settings.reference);
  if (figure.target === target) return [];
  const reference = figures.find((other) => isSame(other, { ...figure, target }));
  return ratiosOf(figure.rounds, reference?.rounds ?? []);
}

/** Median of each round: samples of one process are not independent. */
function medians({ rounds }: Figure): number[] {
  return rounds.map(({ samples }) => quantile(samples, 0.5));
}
