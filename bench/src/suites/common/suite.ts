// Interface of a suite: its trials, their results, and the figures and tables made of them. A new suite is a folder, a line in
// suites.ts and one in workloads.ts.

import type * as z from 'zod';
import type { Setting } from '../../figures/figure.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import type { SuiteChart } from '../../tables/chart.ts';
import type { Table } from '../../tables/table.ts';
import type { Result, Spec } from './protocol.ts';

/** A valid trial. */
export interface Measured<S extends Spec = Spec, R extends Result = Result> {
  readonly spec: S;
  readonly result: R;
}

/** Name of the target that stands for a suite's ideal. */
export const ideal = 'ideal';

/** Whether a suite measures a target: all suites do, unless the target names some. */
export function measures(
  { name }: Pick<Suite, 'name'>,
  { suites }: { readonly suites?: readonly string[] | undefined },
): boolean {
  return suites === undefined || suites.includes(name);
}

/** Size of a run: `quick` takes seconds and measures little. */
export type Size = 'full' | 'quick';

/** One figure that is read from trials. */
export interface Metric<S extends Spec = Spec, R extends Result = Result> {
  readonly name: string;
  readonly unit: string;
  /** The setting that a trial's samples belong to; null if it has none. */
  setting(spec: S): Setting | null;
  /** The samples of one target in one round, from its trials at one setting. */
  samples(trials: readonly Measured<S, R>[]): number[];
}

export interface Suite<S extends Spec = Spec, R extends Result = Result> {
  readonly name: string;
  /** The question that the suite answers, in a sentence. */
  readonly question: string;
  /** Whether the suite runs only where it is named. */
  readonly byRequest?: true;
  /**
   * Whether its figures are compared within a trial's model or by orders of magnitude: such a suite has no trials that compare a
   * target with itself, and needs no bare loop as its bound.
   */
  readonly coarse?: true;
  /**
   * Widest interval, as a share of its median, that is not flagged as noisy; 30 % unless given. A suite that gives one shows no ratios
   * to the reference, and theirs do not count.
   */
  readonly widestInterval?: number;
  /** Entry point of its trials' process, if that is not the target's program. */
  readonly trial?: string;
  readonly specSchema: z.ZodType<S>;
  readonly resultSchema: z.ZodType<R>;
  /** One trial for each target and round. Rounds may differ in what they measure, unless they are compared: 1 is the first. */
  settings(size: Size, round?: number): readonly Omit<S, 'suite' | 'target' | 'seed'>[];
  /** The trial of a target at a setting, whose samples mean the same: the setting itself unless given. */
  onTarget?(
    setting: Omit<S, 'suite' | 'target' | 'seed'>,
    target: string,
  ): Omit<S, 'suite' | 'target' | 'seed'>;
  /** Whether threads that its trials start find the sources compiled, as a built program's would be nearly. */
  readonly startsCompiled?: true;
  /** Whether the default run measures a setting; all unless given. The others need `--full`. */
  isBrief?(setting: Omit<S, 'suite' | 'target' | 'seed'>): boolean;
  /** Whether engines, and one CPU beside all, are compared at a setting; at all unless given. Naming a setting measures any. */
  comparesVariants?(setting: Omit<S, 'suite' | 'target' | 'seed'>): boolean;
  /** The trial of the target `ideal` at a setting, once a round; there is none unless given. */
  ideal?(setting: Omit<S, 'suite' | 'target' | 'seed'>): Omit<S, 'suite' | 'target' | 'seed'>;
  /** Default number of rounds over all settings. */
  rounds(size: Size): number;
  /** Rounds of the default run, which leaves out what `--full` measures; those of its size unless given. */
  readonly briefRounds?: number;
  /** Expected duration of a trial (ms); 0 for one that earlier ones will probably have answered. */
  expectedMs(spec: S): number;
  /** Whether the run's trials so far have answered what a trial would: it is then left out. */
  isAnswered?(spec: S, earlier: readonly Measured<S, R>[]): boolean;
  /** When a trial is to have ended, and the result of one that has not; without it such a trial fails, much later. */
  deadline?(spec: S): { readonly ms: number; readonly result: R } | null;
  /** Flaw of a result, in a few words; null if it counts. */
  flawIn(result: R, spec: S): string | null;
  /** A trial's setting in a few words. */
  describe(spec: S): string;
  /** A trial's result in a few words. */
  headline(result: R): string;
  readonly metrics: readonly Metric<S, R>[];
  /** @param trials valid trials, for what figures don't hold */
  tables(figures: SuiteFigures, trials: readonly Measured<S, R>[]): readonly Table[];
  /** Charts for the report and the paper, each beside the table with its numbers. */
  charts?(figures: SuiteFigures, trials: readonly Measured<S, R>[]): readonly SuiteChart[];
  /** The answer to the question in one sentence with its numbers; null without the figures for it. */
  verdict?(figures: SuiteFigures, trials: readonly Measured<S, R>[]): string | null;
}

/**
 * Forgets which trials a suite is about, so that the registry can hold them all. Sound because the harness hands a suite
 * nothing but trials that the suite's own schemas have accepted.
 */
export function defineSuite<S extends Spec, R extends Result>(suite: Suite<S, R>): Suite {
  return suite as unknown as Suite;
}
