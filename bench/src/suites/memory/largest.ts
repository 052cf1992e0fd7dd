// The largest cluster in one process that kept one leader for a while, and the limit that the next size met.

import type { Measured } from '../common/suite.ts';
import { holds, type MemoryResult, type MemorySpec } from './protocol.ts';

type Trial = Measured<MemorySpec, MemoryResult>;

export interface Largest {
  /** The trial of the largest cluster that kept its leader; null if none did. */
  readonly held: Trial | null;
  /** The next size that was refused, and why; null if none was. A size that did not elect a leader is not asked to keep one. */
  readonly limit: { readonly servers: number; readonly reason: string } | null;
}

/** @param trials valid ones, of any targets */
export function largestCluster(target: string, trials: readonly Trial[]): Largest {
  const own = trials.filter(({ spec }) => spec.target === target && spec.part === 'idle');
  const kept = own.filter(({ spec, result }) => holds(spec) && !('limit' in result));
  const held = kept.toSorted((a, b) => b.spec.servers - a.spec.servers)[0] ?? null;
  const refused = own.flatMap(({ spec: { servers }, result }) =>
    'limit' in result && servers > (held?.spec.servers ?? 0) ? [{ servers, reason: result.reason }] : [],
  );
  return { held, limit: refused.toSorted((a, b) => a.servers - b.servers)[0] ?? null };
}
