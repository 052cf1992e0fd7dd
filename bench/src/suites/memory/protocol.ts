// Specification and result of a trial of the suite `memory`.

import * as z from 'zod';
import { commonSpec, proofSchema } from '../common/protocol.ts';

export const memorySpecSchema = z.strictObject({
  suite: z.literal('memory'),
  ...commonSpec,
  settleMs: z.number().nonnegative().describe('How long the cluster idles before it is measured (ms)'),
});

export const memoryResultSchema = z.strictObject({
  suite: z.literal('memory'),
  liveBytes: z
    .int()
    .positive()
    .describe("Reachable memory after a collection (bytes): the language's own count"),
  rssBytes: z.int().positive().describe("The process's resident set (bytes)"),
  proof: proofSchema,
});

export type MemorySpec = z.infer<typeof memorySpecSchema>;
export type MemoryResult = z.infer<typeof memoryResultSchema>;
