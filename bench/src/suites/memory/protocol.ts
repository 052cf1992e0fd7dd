// Specification and result of a trial of the suite `memory`: of an idle cluster, or of one under load. The defaults are those of
// runs that recorded fewer fields, of idle clusters alone.

import * as z from 'zod';
import { commonSpec, proofSchema } from '../common/protocol.ts';

const suite = z.literal('memory');
const bytes = z.int().positive();
const milliseconds = z.number().nonnegative();

const idleSpecSchema = z.strictObject({
  suite,
  part: z.literal('idle').default('idle'),
  ...commonSpec,
  settleMs: milliseconds.describe('How long the cluster idles before it is measured (ms)'),
  idleMs: milliseconds.default(0).describe('How long its CPU time is measured while it idles (ms)'),
  commands: z.int().nonnegative().default(0).describe('Commands that are then committed one after another'),
  holdMs: milliseconds.optional().describe('How long the cluster must then keep its leader (ms)'),
  budgetMs: z.number().positive().default(20_000).describe('Time from the start to the last commit (ms)'),
  budgetBytes: bytes.default(4 * 2 ** 30).describe('Resident set of the process (bytes)'),
});

const loadSpecSchema = z.strictObject({
  suite,
  part: z.literal('load'),
  ...commonSpec,
  settleMs: milliseconds.describe('How long the cluster idles before the load (ms)'),
  outstanding: z.int().positive().describe('Clients; each has one proposal under way'),
  commands: z.int().positive().describe('Commands of all clients together'),
  valueBytes: z.int().nonnegative().describe('Length of the name that a command sets (bytes)'),
  keys: z.int().positive().describe('How many different ids the commands set'),
  snapshotThreshold: z.int().nonnegative().describe('Applied entries between snapshots; 0 for no compaction'),
});

export const memorySpecSchema = z.union([idleSpecSchema, loadSpecSchema]);

const reading = {
  pssBytes: bytes.describe(
    'Proportional set of the process and its descendants; the resident set where the system has none',
  ),
  rssBytes: bytes.describe('Resident set of the process and its descendants'),
  liveBytes: bytes.nullable().describe("The language's own count; null if it does not cover every server"),
};
const readingSchema = z.strictObject(reading);

const carriedSchema = z.strictObject({
  suite,
  part: z.literal('idle').default('idle'),
  ...reading,
  pssBytes: reading.pssBytes.optional(),
  startMs: milliseconds.optional().describe('Until all servers were started (ms)'),
  electMs: milliseconds
    .optional()
    .describe('From then on, until all followed one leader and had applied its first entry (ms)'),
  commitsMs: milliseconds.optional().describe('Until the commands were answered, one after another (ms)'),
  heartbeatCpuMs: milliseconds
    .optional()
    .describe('CPU time in each second in which there are only heartbeats (ms)'),
  heldMs: milliseconds.optional().describe('How long one leader was then seen to last (ms)'),
  proof: proofSchema,
});

const notCarriedSchema = z.strictObject({
  suite,
  part: z.literal('idle'),
  limit: z
    .enum(['time', 'memory', 'leader'])
    .describe('The budget that the cluster exceeded, or the leader that it lost'),
  reason: z.string(),
});

const loadResultSchema = z.strictObject({
  suite,
  part: z.literal('load'),
  elapsedMs: z.number().positive().describe('Duration of the load (ms)'),
  before: readingSchema.describe('After a collection, idle'),
  peakRssBytes: bytes.describe('Largest resident set under load'),
  after: readingSchema.describe('When all servers had applied everything, before a collection'),
  collected: readingSchema.describe('After a collection'),
  proof: proofSchema,
});

export const memoryResultSchema = z.union([carriedSchema, notCarriedSchema, loadResultSchema]);

export type IdleSpec = z.infer<typeof idleSpecSchema>;
export type LoadSpec = z.infer<typeof loadSpecSchema>;
export type MemorySpec = z.infer<typeof memorySpecSchema>;
/** Whether a trial is of an idle cluster that is measured and stopped. */
export function isRung(spec: MemorySpec): spec is IdleSpec {
  return spec.part === 'idle' && !holds(spec);
}

/** Whether an idle cluster must keep its leader for a while. */
export function holds(spec: { readonly part: string; readonly holdMs?: number | undefined }): boolean {
  return (spec.holdMs ?? 0) > 0;
}

export type Reading = z.infer<typeof readingSchema>;
export type Carried = z.infer<typeof carriedSchema>;
export type NotCarried = z.infer<typeof notCarriedSchema>;
export type LoadResult = z.infer<typeof loadResultSchema>;
export type MemoryResult = z.infer<typeof memoryResultSchema>;
