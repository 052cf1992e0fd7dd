// The state of the network in a trace: partitions and faults. Events that change nothing are ignored.

import type { FaultRules, TraceEvent } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';

export type NetworkChange =
  /** Messages pass only within each group; a server in no group is isolated. */
  | { readonly type: 'partitioned'; readonly groups: readonly (readonly ServerId[])[] }
  | { readonly type: 'healed' }
  | { readonly type: 'faulty'; readonly effects: string }
  | { readonly type: 'reliable' };

export class NetworkTracker {
  private groups = '';
  private effects = '';

  /** Adds an event. Returns the change of the network, or null. */
  see(event: TraceEvent): NetworkChange | null {
    switch (event.type) {
      case 'partition':
        return this.repartition(event.groups);
      case 'heal':
        return this.repartition([]);
      case 'faults':
        return this.setFaults(event.rules);
    }
    return null;
  }

  private repartition(given: readonly (readonly ServerId[])[]): NetworkChange | null {
    const groups = given.filter((group) => group.length > 0);
    const text = groupsText(groups);
    if (text === this.groups) return null;
    this.groups = text;
    return groups.length === 0 ? { type: 'healed' } : { type: 'partitioned', groups };
  }

  private setFaults(rules: FaultRules): NetworkChange | null {
    const effects = faultEffects(rules);
    if (effects === this.effects) return null;
    this.effects = effects;
    return effects === '' ? { type: 'reliable' } : { type: 'faulty', effects };
  }
}

/**
 * The groups as `1 2 3 | 4 5`.
 * @param all servers of these that are in no group form groups of their own
 */
export function groupsText(groups: readonly (readonly ServerId[])[], all: Iterable<ServerId> = []): string {
  const named = new Set(groups.flat());
  const alone = [...all].filter((id) => !named.has(id)).map((id) => [id]);
  return [...groups, ...alone]
    .map((group) => group.toSorted((a, b) => a - b))
    .toSorted(([a], [b]) => a! - b!)
    .map((group) => group.join(' '))
    .join(' | ');
}

/** Effects on messages, as `loses 10 %, takes 5 to 45 ms`; empty if there are none. */
export function faultEffects({
  drop = 0,
  delay = 0,
  jitter = 0,
  duplicate = 0,
  reorder = 0,
}: FaultRules): string {
  const effects: string[] = [];
  if (drop > 0) effects.push(`loses ${percent(drop)}`);
  if (duplicate > 0) effects.push(`duplicates ${percent(duplicate)}`);
  if (reorder > 0) effects.push(`reorders ${percent(reorder)}`);
  if (jitter > 0) effects.push(`takes ${rounded(delay)} to ${rounded(delay + jitter)} ms`);
  else if (delay > 0) effects.push(`takes ${rounded(delay)} ms`);
  return effects.join(', ');
}

function percent(probability: number): string {
  return `${rounded(100 * probability)} %`;
}

function rounded(value: number): string {
  return `${Number(value.toFixed(value < 10 ? 1 : 0))}`;
}
