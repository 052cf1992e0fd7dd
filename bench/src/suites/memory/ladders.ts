// How large a cluster each target carried: a target's ladder of cluster sizes ends at the first that exceeds the budget.

import type { Measured } from '../common/suite.ts';
import { isRung, type MemoryResult, type MemorySpec } from './protocol.ts';

interface Rung {
  readonly servers: number;
  /** The limit that the trials met, where most of them did; else null. */
  readonly limit: string | null;
}

export class Ladders {
  /** The rungs of each target, in ascending order up to its first limit. */
  private readonly ladders = new Map<string, readonly Rung[]>();

  constructor(trials: readonly Measured<MemorySpec, MemoryResult>[]) {
    const idle = trials.filter(({ spec }) => isRung(spec));
    for (const [target, own] of Map.groupBy(idle, ({ spec }) => spec.target)) {
      const bySize = [...Map.groupBy(own, ({ spec }) => spec.servers)].sort(([a], [b]) => a - b);
      const rungs = bySize.map(([servers, trials]) => ({ servers, limit: limitOf(trials) }));
      const end = rungs.findIndex(({ limit }) => limit !== null);
      this.ladders.set(target, end < 0 ? rungs : rungs.slice(0, end + 1));
    }
  }

  /** Whether the target's ladder has this size: it was carried, or is the first that was not. */
  reaches(target: string, servers: number): boolean {
    const ladder = this.ladders.get(target);
    return ladder === undefined || servers <= ladder.at(-1)!.servers;
  }

  limitAt(target: string, servers: number): string | null {
    return this.ladders.get(target)?.find((rung) => rung.servers === servers)?.limit ?? null;
  }

  /** For each target that met a limit, the largest cluster carried, and the limit. */
  notes(titleOf: (target: string) => string): string[] {
    return Array.from(this.ladders).flatMap(([target, rungs]) => {
      const { servers, limit } = rungs.at(-1)!;
      const carried = rungs.at(-2)?.servers;
      if (limit === null) return [];
      return [`${titleOf(target)}, largest carried: ${carried ?? 'none'}; ${servers} took ${limit}.`];
    });
  }
}

function limitOf(trials: readonly Measured<MemorySpec, MemoryResult>[]): string | null {
  const limits = trials.flatMap(({ result }) => ('limit' in result ? [result.reason] : []));
  return 2 * limits.length > trials.length ? limits[0]! : null;
}
