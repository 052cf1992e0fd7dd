// Specification and result of a trial of the suite `election`.

import * as z from 'zod';
import { commonSpec, proofSchema } from '../common/protocol.ts';

export const electionSpecSchema = z.strictObject({
  suite: z.literal('election'),
  ...commonSpec,
  crashes: z.int().positive().describe('How often the leader is crashed'),
});

export const electionResultSchema = z.strictObject({
  suite: z.literal('election'),
  samples: z
    .array(z.number().nonnegative())
    .describe("From each crash to the delivery of the new leader's first AppendEntries (ms)"),
  elections: z.array(z.int().positive()).describe('Terms that each election took'),
  proof: proofSchema,
});

export type ElectionSpec = z.infer<typeof electionSpecSchema>;
export type ElectionResult = z.infer<typeof electionResultSchema>;
