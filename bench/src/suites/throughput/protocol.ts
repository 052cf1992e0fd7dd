// Specification and result of a trial of the suite `throughput`.

import * as z from 'zod';
import { commonSpec, proofSchema } from '../common/protocol.ts';

const count = z.int().nonnegative();
const amount = z.number().nonnegative();

const closedSchema = z.strictObject({
  kind: z.literal('closed'),
  outstanding: z.int().positive().describe('Clients; each has one request under way'),
});

const openSchema = z.strictObject({
  kind: z.literal('open'),
  ratePerSecond: z.number().positive().describe('Requests that become due in a second, at equal distances'),
  maxOutstanding: z
    .int()
    .positive()
    .describe('Requests under way from which due ones wait; their latency counts from when they were due'),
});

export const operations = ['propose', 'read-linearizable', 'read-stale'] as const;

export const throughputSpecSchema = z.strictObject({
  suite: z.literal('throughput'),
  ...commonSpec,
  load: z.discriminatedUnion('kind', [closedSchema, openSchema]),
  operation: z.enum(operations).describe('What each request asks of the leader'),
  warmupMs: amount.describe('Measured and discarded (ms)'),
  measureMs: amount.describe('Measured and counted (ms)'),
  valueBytes: count.describe('Length of the name that a proposal sets, or a read returns (bytes)'),
  keys: z.int().positive().describe('How many different ids the requests name'),
  snapshotThreshold: count.describe('Applied entries between snapshots; 0: the log is never compacted'),
});

const windowSchema = z.tuple([
  amount.describe("The window's end, from the start of the warm-up (ms)"),
  count.describe('Answers that arrived within it'),
]);

export const measuredSchema = z.strictObject({
  suite: z.literal('throughput'),
  answered: count.describe('Requests whose answer arrived within the measurement'),
  elapsedMs: z.number().positive().describe('The length of the measurement (ms)'),
  warmup: z.strictObject({ answered: count, elapsedMs: amount }),
  windows: z.array(windowSchema).optional().describe('Warm-up and measurement, about 50 ms each'),
  latencyUs: z
    .strictObject({ p50: amount, p90: amount, p99: amount, p999: amount, max: amount })
    .describe(
      'From request to answer (µs), of one request in eight; in an open loop of all, from when they were due',
    ),
  latencies: z
    .string()
    .optional()
    .describe('All that were timed (ns): an HdrHistogram, 2 digits up to a minute, V2 compressed, in base64'),
  lateUs: amount
    .optional()
    .describe('Open loop: mean time by which requests were sent after they were due (µs)'),
  cpuMs: z.strictObject({ user: amount, system: amount }).describe('CPU time within the measurement (ms)'),
  proof: proofSchema,
});

/** The answer of a target that lacks the operation. */
const unsupportedSchema = z.strictObject({
  suite: z.literal('throughput'),
  unsupported: z.string().describe('Why the target cannot do what was asked, in a few words'),
});

export const throughputResultSchema = z.union([measuredSchema, unsupportedSchema]);

export type ThroughputSpec = z.infer<typeof throughputSpecSchema>;
export type MeasuredThroughput = z.infer<typeof measuredSchema>;
export type ThroughputResult = z.infer<typeof throughputResultSchema>;
export type ClosedLoop = z.infer<typeof closedSchema>;
export type OpenLoop = z.infer<typeof openSchema>;
