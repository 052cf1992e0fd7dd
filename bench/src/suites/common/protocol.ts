// The trial protocol that all suites share: fields of every specification, and the proof that ends every result.

import * as z from 'zod';

const count = z.int().nonnegative();
const milliseconds = z.number().nonnegative();

/** Proof of work: every server has applied what the clients got answers for. */
export const proofSchema = z.strictObject({
  expected: count.describe('State-machine commands that clients got an answer for; no-ops are not counted'),
  applied: z.array(count).describe('Commands applied, for each server'),
  digests: z.array(z.string()).describe("Hexadecimal digest of each server's state machine"),
});
export type Proof = z.infer<typeof proofSchema>;

/** Fields of every specification. */
export const commonSpec = {
  target: z.string().describe('The implementation under test'),
  servers: z.int().positive(),
  electionTimeout: z.tuple([milliseconds, milliseconds]).describe('Range of the election timeout (ms)'),
  heartbeatInterval: milliseconds.describe('Interval of the heartbeats (ms)'),
  seed: z.int().min(0).max(0xffff_ffff).describe('Fixes every random choice of the trial'),
};

/** Specification of a trial. */
export interface Spec {
  readonly suite: string;
  readonly target: string;
  readonly seed: number;
  /** Servers of the cluster, in suites that have one. */
  readonly servers?: number;
}

/** Specification of a trial of a cluster. */
export interface ClusterSpec extends Spec {
  readonly servers: number;
  readonly electionTimeout: readonly [min: number, max: number];
  readonly heartbeatInterval: number;
  /** Applied entries between snapshots, in suites that compact. */
  readonly snapshotThreshold?: number;
}

/** Result of a trial. */
export interface Result {
  readonly suite: string;
}

/** Result of a trial of a cluster. */
export interface ClusterResult extends Result {
  readonly proof: Proof;
}
