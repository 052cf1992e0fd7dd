// Figures and the targets that they belong to, as the results file holds them.

import * as z from 'zod';

const bound = z.number().nullable().describe('Null: too few samples for an interval');

const estimateSchema = z
  .strictObject({ median: z.number(), low: bound, high: bound })
  .nullable()
  .describe('The median of the samples and its bootstrap confidence interval; null without samples');

export const figureSchema = z.strictObject({
  suite: z.string(),
  metric: z.string(),
  unit: z.string(),
  setting: z.record(z.string(), z.number()),
  target: z.string(),
  rounds: z
    .array(z.strictObject({ round: z.int(), samples: z.array(z.number()) }))
    .describe('The raw samples, round by round; none is left out'),
  estimate: estimateSchema,
  ratio: estimateSchema.describe("This target's median over the reference's, paired by round"),
  outliers: z
    .array(z.int())
    .describe('Positions among all samples beyond the fences of Tukey: flagged, not dropped'),
  disturbed: z
    .literal(true)
    .optional()
    .describe('Other programs kept the machine busy during most of the trials'),
  noisy: z.boolean().describe('An interval is too wide to rely on the figure, or the machine was disturbed'),
});

export const targetSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  language: z.enum(['TypeScript', 'Go', 'Python', 'Rust']),
  suites: z.array(z.string()).optional().describe('The only suites that measure it; all if absent'),
  differs: z.string().optional().describe('What a baseline does differently from the reference'),
  engine: z
    .strictObject({ name: z.string(), version: z.string(), flags: z.array(z.string()) })
    .optional()
    .describe("The JavaScript engine that ran it, if not the environment's Node"),
  cpus: z.literal(1).optional().describe('Whether it was pinned to one CPU, with GOMAXPROCS=1'),
  measured: z.boolean(),
  reason: z.string().nullable().describe('Why it was not measured'),
});

export type Figure = z.infer<typeof figureSchema>;
export type TargetStatus = z.infer<typeof targetSchema>;

/** What trials have in common whose samples belong to one figure, such as `{ servers: 3 }`. */
export type Setting = Readonly<Record<string, number>>;

/** Distinct settings, in the order of their first appearance. */
export function distinctSettings(settings: readonly Setting[]): Setting[] {
  return [...new Map(settings.map((setting) => [JSON.stringify(setting), setting])).values()];
}

export function sameSetting(a: Setting | null, b: Setting): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
