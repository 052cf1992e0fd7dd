// Specification and result of a trial of the suite `hand-offs`.

import * as z from 'zod';
import { commonSpec, proofSchema } from '../common/protocol.ts';

export const handOffsSpecSchema = z.strictObject({
  suite: z.literal('hand-offs'),
  ...commonSpec,
  outstanding: z.int().positive().describe('Clients; each has one proposal under way'),
  proposals: z.int().positive().describe('Proposals of all clients together'),
});

export const handOffsResultSchema = z.strictObject({
  suite: z.literal('hand-offs'),
  commits: z.int().positive().describe('Proposals that were answered'),
  messages: z
    .int()
    .nonnegative()
    .describe('Messages delivered between servers meanwhile, heartbeats included'),
  proof: proofSchema,
});

export type HandOffsSpec = z.infer<typeof handOffsSpecSchema>;
export type HandOffsResult = z.infer<typeof handOffsResultSchema>;
