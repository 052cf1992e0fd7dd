// Specification and result of a trial of the suite `throughput`.

import * as z from 'zod';
import { commonSpec, proofSchema } from '../common/protocol.ts';

const count = z.int().nonnegative();
const amount = z.number().nonnegative();

export const throughputSpecSchema = z.strictObject({
  suite: z.literal('throughput'),
  ...commonSpec,
  outstanding: z.int().positive().describe('Clients; each has one proposal under way'),
  warmupMs: amount.describe('Measured and discarded (ms)'),
  measureMs: amount.describe('Measured and counted (ms)'),
  nameBytes: count.describe('Payload: the length of the name that a proposal sets (bytes)'),
  keys: z.int().positive().describe('How many different ids the proposals set'),
});

export const throughputResultSchema = z.strictObject({
  suite: z.literal('throughput'),
  commits: count.describe('Proposals whose answer arrived within the window'),
  elapsedMs: z.number().positive().describe('The length of the window (ms)'),
  warmup: z.strictObject({ commits: count, elapsedMs: amount }),
  latencyUs: z
    .strictObject({ p50: amount, p99: amount, p999: amount, max: amount })
    .describe('From proposal to answer (µs), of one proposal in eight'),
  cpuMs: z.strictObject({ user: amount, system: amount }).describe('CPU time within the window (ms)'),
  proof: proofSchema,
});

export type ThroughputSpec = z.infer<typeof throughputSpecSchema>;
export type ThroughputResult = z.infer<typeof throughputResultSchema>;
