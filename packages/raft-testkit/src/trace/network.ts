// The network as a trace tells of it: whole or cut, calm or bad. What changes nothing, such as healing what is whole, is no
// news.

import type { FaultRules, ServerId, TraceEvent } from '@three-ways/raft-core';

export type WeatherNews =
  /** Messages pass only within each of these groups. Who is in none of them is alone. */
  | { readonly type: 'cut'; readonly groups: readonly (readonly ServerId[])[] }
  | { readonly type: 'whole' }
  | { readonly type: 'bad'; readonly harm: string }
  | { readonly type: 'calm' };

export class Weather {
  private sides = '';
  private harm = '';

  /** Takes note of the event, and tells if the network is another one from now on. */
  see(event: TraceEvent): WeatherNews | null {
    switch (event.type) {
      case 'partition':
        return this.becomeCut(event.groups);
      case 'heal':
        return this.becomeCut([]);
      case 'faults':
        return this.becomeBad(event.rules);
    }
    return null;
  }

  private becomeCut(told: readonly (readonly ServerId[])[]): WeatherNews | null {
    const groups = told.filter((group) => group.length > 0);
    const sides = sidesOf(groups);
    if (sides === this.sides) return null;
    this.sides = sides;
    return groups.length === 0 ? { type: 'whole' } : { type: 'cut', groups };
  }

  private becomeBad(rules: FaultRules): WeatherNews | null {
    const harm = harmOf(rules);
    if (harm === this.harm) return null;
    this.harm = harm;
    return harm === '' ? { type: 'calm' } : { type: 'bad', harm };
  }
}

/**
 * The groups as `1 2 3 | 4 5`.
 * @param all whoever of these is in no group is alone
 */
export function sidesOf(groups: readonly (readonly ServerId[])[], all: Iterable<ServerId> = []): string {
  const named = new Set(groups.flat());
  const alone = [...all].filter((id) => !named.has(id)).map((id) => [id]);
  return [...groups, ...alone]
    .map((group) => group.toSorted((a, b) => a - b))
    .toSorted(([a], [b]) => a! - b!)
    .map((group) => group.join(' '))
    .join(' | ');
}

/** What the network does to messages, as `loses 10 %, takes 5 to 45 ms`; nothing if it does them no harm. */
export function harmOf({ drop = 0, delay = 0, jitter = 0, duplicate = 0, reorder = 0 }: FaultRules): string {
  const harms: string[] = [];
  if (drop > 0) harms.push(`loses ${percent(drop)}`);
  if (duplicate > 0) harms.push(`doubles ${percent(duplicate)}`);
  if (reorder > 0) harms.push(`holds back ${percent(reorder)}`);
  if (jitter > 0) harms.push(`takes ${rounded(delay)} to ${rounded(delay + jitter)} ms`);
  else if (delay > 0) harms.push(`takes ${rounded(delay)} ms`);
  return harms.join(', ');
}

function percent(probability: number): string {
  return `${rounded(100 * probability)} %`;
}

function rounded(value: number): string {
  return `${Number(value.toFixed(value < 10 ? 1 : 0))}`;
}
