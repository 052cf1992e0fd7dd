// The largest idle cluster in which each model kept one leader for a while, in one process, and the limit that the next one met.

import type { Findings } from '@three-ways/bench/findings';

export interface Largest {
  readonly servers: number;
  /** The next size, and why it was not carried; null if there was none. */
  readonly limit: { readonly servers: number; readonly reason: string } | null;
}

/** Null for a target that kept no cluster's leader, or was not asked to. */
export function largestCluster(target: string, { results }: Findings): Largest | null {
  const held: number[] = [];
  const refused = new Map<number, string>();
  for (const { suite, spec, outcome } of results.trials) {
    const { servers = 0, holdMs = 0 } = spec as { servers?: number; holdMs?: number };
    if (suite !== 'memory' || spec.target !== target || !outcome.ok) continue;
    const { reason } = outcome.result as { reason?: string };
    // A size that did not even elect a leader is not asked to keep one.
    if (reason !== undefined) refused.set(servers, reason);
    else if (holdMs > 0) held.push(servers);
  }
  if (held.length === 0) return null;
  const servers = Math.max(...held);
  const next = Math.min(...[...refused.keys()].filter((size) => size > servers));
  const reason = refused.get(next);
  return { servers, limit: reason === undefined ? null : { servers: next, reason } };
}
