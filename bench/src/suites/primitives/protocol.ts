// Specification and result of a trial of the suite `primitives`: all rows of one model, in one process or program.

import * as z from 'zod';
import { commonSpec } from '../common/protocol.ts';

const bytes = z.int().positive().optional().describe("A message's length (bytes), of rows with messages");

export const primitivesSpecSchema = z.strictObject({
  suite: z.literal('primitives'),
  target: commonSpec.target,
  seed: commonSpec.seed,
  scale: z.number().positive().max(1).describe("Share of each model's sizes: 1 measures, less only checks"),
  sampleMs: z.int().positive().describe('Least time of a sample (ms); a sample is at least one run'),
  proof: z.boolean().describe('Whether to run twice the work, too'),
});

/** A row's figures. A run that starts the same tasks and does no work is subtracted from all times. */
const measuredRowSchema = z.strictObject({
  name: z.string(),
  bytes,
  unit: z.string().describe('What one unit is'),
  units: z.int().positive().describe('Units of a run'),
  size: z.string().describe('The call that a run makes'),
  what: z.string().describe("What a unit's time contains"),
  nsPerUnit: z.number().positive().describe("A run's time for each unit (ns)"),
  doubling: z
    .number()
    .positive()
    .nullable()
    .describe('The time of twice the work over that of the work; null without proof'),
});

const missingRowSchema = z.strictObject({ name: z.string(), bytes, missing: z.string().describe('Why') });

const memorySchema = z.strictObject({
  tasks: z.int().nonnegative().describe('Tasks that wait'),
  rssBytes: z.int().positive().describe('Resident sets of the process and its descendants (bytes)'),
  pssBytes: z.int().positive().describe('The same, with shared pages divided among those that share them'),
  runtimeBytes: z.int().positive().describe("The language's own count (bytes)"),
});

export const primitivesResultSchema = z.strictObject({
  suite: z.literal('primitives'),
  rows: z.array(z.union([measuredRowSchema, missingRowSchema])).min(1),
  memory: z.array(memorySchema).describe('Empty where the system has no /proc'),
});

export type PrimitivesSpec = z.infer<typeof primitivesSpecSchema>;
export type PrimitivesResult = z.infer<typeof primitivesResultSchema>;
export type MeasuredRow = z.infer<typeof measuredRowSchema>;
export type MissingRow = z.infer<typeof missingRowSchema>;
export type ResultRow = MeasuredRow | MissingRow;
export type MemoryReading = z.infer<typeof memorySchema>;
