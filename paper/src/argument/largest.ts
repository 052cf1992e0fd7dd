// The largest idle cluster that each model carried in one process, and the limit that the next one met.

import type { Findings } from '@three-ways/bench/findings';

export interface Largest {
  readonly servers: number;
  /** The next size, and why it was not carried; null if there was none. */
  readonly limit: { readonly servers: number; readonly reason: string } | null;
}

/** Null for a target without idle clusters. */
export function largestCluster(target: string, { results }: Findings): Largest | null {
  const carried = new Map<number, number>();
  const refused = new Map<number, string[]>();
  for (const { suite, spec, outcome } of results.trials) {
    if (suite !== 'memory' || spec.target !== target || !('servers' in spec) || !outcome.ok) continue;
    if (!('idleMs' in spec)) continue;
    const { result } = outcome;
    if ('limit' in result)
      refused.set(spec.servers, [
        ...(refused.get(spec.servers) ?? []),
        String(Reflect.get(result, 'reason')),
      ]);
    else carried.set(spec.servers, (carried.get(spec.servers) ?? 0) + 1);
  }
  const sizes = [...new Set([...carried.keys(), ...refused.keys()])].sort((a, b) => a - b);
  const isCarried = (size: number) => (carried.get(size) ?? 0) >= (refused.get(size)?.length ?? 0);
  const end = sizes.findIndex((size) => !isCarried(size));
  const servers = sizes.at(end < 0 ? -1 : end - 1);
  if (servers === undefined || end === 0) return null;
  const next = sizes[end];
  return { servers, limit: next === undefined ? null : { servers: next, reason: refused.get(next)![0]! } };
}
