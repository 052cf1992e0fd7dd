// Specification and result of a trial of the suite `election`. The defaults are those of runs that recorded fewer fields.

import * as z from 'zod';
import { commonSpec, proofSchema } from '../common/protocol.ts';

const count = z.int().nonnegative();
const milliseconds = z.number().nonnegative();

export const electionSpecSchema = z.strictObject({
  suite: z.literal('election'),
  ...commonSpec,
  broadcastTime: milliseconds
    .default(0)
    .describe('Mean time until the last of four servers has answered (ms)'),
  preVote: z
    .boolean()
    .default(true)
    .describe('Whether PreVote and check-quorum are on; the Raft paper has neither'),
  clusters: z.int().positive().default(1).describe('Clusters at once in the process'),
  crashes: z.int().positive().describe('How often the leader of each cluster is crashed'),
  inStep: z
    .boolean()
    .default(false)
    .describe('Whether crashed servers are restarted only when every cluster has a leader again'),
  longest: z
    .number()
    .positive()
    .default(10_000)
    .describe('Time without a leader at which an election is given up (ms)'),
});

export const electionResultSchema = z.strictObject({
  suite: z.literal('election'),
  samples: z
    .array(milliseconds)
    .describe(
      "From each crash to the delivery of the new leader's first AppendEntries (ms); `longest` stands for no leader by then",
    ),
  electedAfter: z
    .array(z.number())
    .default([])
    .describe(
      'For each leader elected, if the trace has timers: from the end of its election timeout, as drawn, to the delivery of its first AppendEntries (ms)',
    ),
  crashedAfter: z.array(milliseconds).default([]).describe('From the last heartbeat to the crash (ms)'),
  elections: z.array(count).describe('Elections begun after each crash'),
  preVotes: z.array(count).default([]).describe('Rounds of pre-votes begun after each crash'),
  proof: proofSchema.describe(
    'Over all clusters that have a leader at the end: sums of commands, digests joined',
  ),
});

export type ElectionSpec = z.infer<typeof electionSpecSchema>;
export type ElectionResult = z.infer<typeof electionResultSchema>;
