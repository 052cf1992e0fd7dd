// Specification and result of a trial of the suite `starvation`.

import * as z from 'zod';
import { commonSpec, proofSchema } from '../common/protocol.ts';

const count = z.int().nonnegative();
const milliseconds = z.number().nonnegative();

/** Whose application blocks. */
export const roles = ['leader', 'follower'] as const;
const roleSchema = z.enum(roles);

const kindOfBlock = {
  role: roleSchema.describe('Whose application blocks; clients ask another server'),
  ms: milliseconds.describe('Length of a block (ms); 0: a control, in which nothing blocks'),
};

export const starvationSpecSchema = z.strictObject({
  suite: z.literal('starvation'),
  ...commonSpec,
  commandEveryMs: z.number().positive().describe('Distance at which commands become due (ms)'),
  warmupMs: milliseconds.describe('Commands before the first block (ms)'),
  restMs: milliseconds.describe('Longest pause between blocks, uniform from 0 (ms)'),
  controlMs: milliseconds.describe('Length of a control (ms)'),
  blocks: z
    .array(z.strictObject({ ...kindOfBlock, times: z.int().positive() }))
    .describe('Made in a random order'),
});

const blockSchema = z.strictObject({
  ...kindOfBlock,
  tookMs: milliseconds.describe('From the call to its end (ms)'),
  heartbeatsMissed: count.describe(
    'Heartbeat intervals without an AppendEntries, of the follower with most, until the next block begins',
  ),
  leadersElected: count.describe('Leaders elected until the next block begins'),
  commitGapMs: milliseconds.describe(
    "Longest time that the cluster's commit index stood still, until the next block begins (ms)",
  ),
});

const latenciesSchema = z.strictObject({
  ...kindOfBlock,
  latencies: z
    .string()
    .describe(
      'Commands that became due during these blocks, from then to the answer (ns): an HdrHistogram, 2 digits up to a minute, V2 compressed, in base64',
    ),
});

export const starvationResultSchema = z.strictObject({
  suite: z.literal('starvation'),
  blocks: z.array(blockSchema).describe('In the order in which they were made'),
  latencies: z.array(latenciesSchema),
  repeated: count.describe('Commands that were proposed again, because their leader was lost'),
  proof: proofSchema,
});

export type StarvationSpec = z.infer<typeof starvationSpecSchema>;
export type StarvationResult = z.infer<typeof starvationResultSchema>;
/** One block and what it cost. */
export type Block = z.infer<typeof blockSchema>;
/** What blocks have in common whose effects are compared. */
export type KindOfBlock = Pick<Block, 'role' | 'ms'>;
