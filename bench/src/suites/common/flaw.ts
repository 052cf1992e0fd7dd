// The check that a cluster trial's proof of work must pass before its figures count.

import type { ClusterResult, ClusterSpec } from './protocol.ts';

/** Flaw of a proof, or null: every server must have applied the expected count, and all digests must be equal. */
export function flawIn(
  { proof: { expected, applied, digests } }: ClusterResult,
  { servers }: Pick<ClusterSpec, 'servers'>,
): string | null {
  if (applied.length !== servers || digests.length !== servers)
    return `expected ${servers} servers, got ${applied.length} and ${digests.length} digests`;
  const behind = applied.findIndex((count) => count !== expected);
  if (behind >= 0) return `server ${behind + 1} has applied ${applied[behind]} commands, not ${expected}`;
  const different = digests.findIndex((digest) => digest !== digests[0]);
  if (different >= 0)
    return `the digests of server 1 and ${different + 1} differ: ${digests[0]}, ${digests[different]}`;
  return null;
}
