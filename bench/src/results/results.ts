// The results file: its shape, checked here and published as bench/results.schema.json, and how it is written and read.

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf, shown, UsageError } from '@three-ways/command-line';
import * as z from 'zod';
import { figureSchema, targetSchema } from '../figures/figure.ts';
import { suites } from '../suites/suites.ts';
import { incoherence } from './coherence.ts';

const suiteNames = suites.map(({ name }) => name);
const specSchema = z.union(suites.map(({ specSchema }) => specSchema));
const resultSchema = z.union(suites.map(({ resultSchema }) => resultSchema));

const outcomeSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), result: resultSchema }),
  z.strictObject({
    ok: z.literal(false),
    reason: z.string().describe('Why the trial does not count: its figures are in no statistic'),
  }),
]);

/** CPUs, not shares of them: 1 is one core's whole time. */
const disturbanceSchema = z.strictObject({
  otherCpus: z
    .number()
    .nonnegative()
    .describe('CPUs that processes other than the bench and its children kept busy'),
  stolenCpus: z.number().nonnegative().describe('CPUs that the hypervisor gave to other machines'),
});

const trialSchema = z.strictObject({
  number: z.int().positive().describe('Its place in the order of the run'),
  suite: z.string(),
  round: z.int().positive(),
  startedAt: z.iso.datetime(),
  elapsedMs: z.number().describe("The whole process's time, start-up included (ms)"),
  spec: specSchema,
  control: z
    .literal(true)
    .optional()
    .describe('A repetition for the comparison of a target with itself: in no other figure'),
  disturbance: disturbanceSchema.optional().describe('What else the machine did meanwhile, where readable'),
  outcome: outcomeSchema,
});

const environmentSchema = z.strictObject({
  date: z.iso.datetime(),
  cpu: z.string(),
  cores: z.int(),
  memoryBytes: z.int(),
  os: z.string(),
  kernel: z.string(),
  architecture: z.string(),
  governor: z.string().nullable().describe('CPU frequency governor, where readable'),
  node: z.string(),
  v8: z.string(),
  go: z.string().nullable(),
  commit: z.string().nullable(),
  dirty: z.boolean().nullable().describe('Whether the working tree differed from the commit'),
  loadAverage: z.array(z.number()).describe('Over 1, 5 and 15 minutes, before the run'),
  cpusAllowed: z.string().nullable().optional().describe('CPUs that the run might use, such as `0-3`'),
  gomaxprocs: z.string().nullable().optional().describe('GOMAXPROCS; null if not set'),
  gogc: z.string().nullable().optional().describe('GOGC; null if not set'),
  nodeOptions: z.string().nullable().optional().describe('NODE_OPTIONS; null if not set'),
  nodeFlags: z.array(z.string()).optional().describe("Node's options in trials"),
});

const calibrationSchema = z.strictObject({
  outstanding: z.int().positive(),
  entriesPerSecond: z.number().positive().describe('Median'),
  low: z.number().positive().describe('First quartile (entries a second)'),
  high: z.number().positive().describe('Third quartile (entries a second)'),
  iterations: z.int().positive(),
  entriesPerIteration: z.int().positive(),
});

const settingsSchema = z.strictObject({
  arguments: z.array(z.string()).describe('What followed `pnpm bench`, without the folder of the results'),
  size: z.enum(['full', 'quick']),
  seed: z.int().min(0).max(0xffff_ffff),
  suites: z.array(z.strictObject({ name: z.string(), rounds: z.int().positive() })),
  reference: z.string().describe('The target that ratios are taken to'),
  confidence: z.number(),
  resamples: z.int(),
  planned: z.int().nonnegative().optional().describe('Trials of the whole run'),
  brief: z.boolean().optional().describe('Whether settings that only --full measures were left out'),
  servers: z.array(z.int().positive()).optional().describe('The only cluster sizes measured'),
  only: z.array(z.string()).optional().describe('Parts of the descriptions of the only settings measured'),
});

const noiseSchema = disturbanceSchema.extend({
  watchedMs: z.number().describe('How long the machine was watched before the first trial (ms)'),
  busiest: z
    .array(z.strictObject({ pid: z.int(), command: z.string(), cpus: z.number() }))
    .describe('Other processes that were busy, the busiest first'),
});

/** Version of the shape below. */
const version = 1;

export const resultsSchema = z
  .strictObject({
    version: z.literal(version),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable().describe('Null while the run goes on'),
    interrupted: z.boolean().describe('True if the run was ended early: what had finished is here'),
    settings: settingsSchema,
    environment: environmentSchema,
    calibration: z
      .array(calibrationSchema)
      .describe('Entries a second that a bare loop moves between three arrays, resolving a promise for each'),
    targets: z.array(targetSchema).min(1),
    noise: noiseSchema.nullable().optional().describe('The machine just before the run, where readable'),
    trials: z.array(trialSchema),
    figures: z.array(figureSchema),
  })
  .meta({ title: 'Raft, Three Ways: results of a bench run' });

export type Results = z.infer<typeof resultsSchema>;
export type Trial = z.infer<typeof trialSchema>;
export type Outcome = z.infer<typeof outcomeSchema>;
export type Environment = z.infer<typeof environmentSchema>;
export type Noise = z.infer<typeof noiseSchema>;
export type Disturbance = z.infer<typeof disturbanceSchema>;
export type Calibration = z.infer<typeof calibrationSchema>;

/** The JSON Schema that describes a results file, as it is published. */
export function publishedSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(resultsSchema), null, 2)}\n`;
}

/** Replaces a file in one step: a reader sees the old content or the new, never half of it. */
export function writeFileAtomically(file: string, content: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

export function resultsFile(folder: string): string {
  return join(folder, 'results.json');
}

/** Reads and checks a results file. @throws UsageError that says in one line what is wrong with it */
export function readResults(file: string): Results {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`can't read ${shown(file)} as JSON: ${reasonOf(error)}`);
  }
  const other = (content as { version?: unknown } | null)?.version ?? version;
  if (other !== version)
    throw new UsageError(`${shown(file)} is of version ${other}, and this bench reads version ${version}`);
  const { success, data, error } = resultsSchema.safeParse(content);
  const fault = success ? incoherence(data, suiteNames) : firstIssue(error);
  if (fault === null) return data!;
  throw new UsageError(`${shown(file)} is not a valid results file: ${fault}`);
}

/** The first thing that a schema found wrong, and where, in one line. */
export function firstIssue({ issues }: z.ZodError): string {
  const issue = issues[0]!;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return `${issue.path.join('.') || 'the whole'}: ${issue.message}${more}`;
}
