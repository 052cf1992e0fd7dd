// What a suite is: which trials answer its question, what they hand in, and which figures and tables come of it. A new
// suite is one folder beside the others and one line in suites.ts.

import * as z from 'zod';
import type { Figures } from './figures.ts';
import type { Table } from './report/table.ts';

const count = z.int().nonnegative();
const milliseconds = z.number().nonnegative();

/** What the harness checks before a number counts: every server has applied what the clients got answers for. */
export const proofSchema = z.strictObject({
  expected: count.describe('State-machine commands that clients got an answer for; no-ops are not counted'),
  applied: z.array(count).describe('Commands applied, for each server'),
  digests: z.array(z.string()).describe("Hexadecimal digest of each server's state machine"),
});
export type Proof = z.infer<typeof proofSchema>;

/** The fields that every trial's specification has. */
export const commonSpec = {
  target: z.string().describe('The implementation under test'),
  servers: z.int().positive(),
  electionTimeout: z.tuple([milliseconds, milliseconds]).describe('Range of the election timeout (ms)'),
  heartbeatInterval: milliseconds.describe('Interval of the heartbeats (ms)'),
  seed: z.int().min(0).max(0xffff_ffff).describe('Fixes every random choice of the trial'),
};

/** What the harness tells a trial. */
export interface Spec {
  readonly suite: string;
  readonly target: string;
  readonly servers: number;
  readonly electionTimeout: readonly [min: number, max: number];
  readonly heartbeatInterval: number;
  readonly seed: number;
}

/** What a trial hands in. */
export interface Result {
  readonly suite: string;
  readonly proof: Proof;
}

/** A trial that counts. */
export interface Measured<S extends Spec = Spec, R extends Result = Result> {
  readonly spec: S;
  readonly result: R;
}

/** How much of a suite is run: `quick` ends within seconds and says little. */
export type Size = 'full' | 'quick';

/** What trials have in common whose samples belong to one figure, such as `{ servers: 3 }`. */
export type Setting = Readonly<Record<string, number>>;

/** One figure that is read from trials. */
export interface Metric<S extends Spec = Spec, R extends Result = Result> {
  readonly name: string;
  readonly unit: string;
  /** The setting that a trial's samples belong to. */
  setting(spec: S): Setting;
  /** The samples of one target in one round, from its trials at one setting. */
  samples(trials: readonly Measured<S, R>[]): number[];
}

export interface Suite<S extends Spec = Spec, R extends Result = Result> {
  readonly name: string;
  /** The question that it answers, in a sentence. */
  readonly question: string;
  readonly specSchema: z.ZodType<S>;
  readonly resultSchema: z.ZodType<R>;
  /** One trial for each target and round. */
  settings(size: Size): readonly Omit<S, 'suite' | 'target' | 'seed'>[];
  /** How often all settings are run, unless the command line says otherwise. */
  rounds(size: Size): number;
  /** How long a trial should take (ms). */
  expectedMs(spec: S): number;
  /** A trial's setting in a few words. */
  describe(spec: S): string;
  /** A trial's result in a few words. */
  headline(result: R): string;
  readonly metrics: readonly Metric<S, R>[];
  tables(figures: Figures): readonly Table[];
}

/**
 * Forgets which trials a suite is about, so that the registry can hold them all. Sound because the harness hands a suite
 * nothing but trials that the suite's own schemas have accepted.
 */
export function defineSuite<S extends Spec, R extends Result>(suite: Suite<S, R>): Suite {
  return suite as unknown as Suite;
}
