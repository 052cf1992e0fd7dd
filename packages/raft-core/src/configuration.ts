// The membership of a cluster (§6; dissertation chapter 4). Configurations are immutable.

import type { ServerId } from './ids.ts';

export interface Configuration {
  /** Servers that vote and count towards commitment, ascending. */
  readonly voters: readonly ServerId[];
  /** Servers that only receive the log, until they have caught up and are promoted (dissertation §4.2.1); ascending. */
  readonly learners: readonly ServerId[];
}

/** A cluster's initial configuration: servers 1 to count, all voters. */
export function initialConfiguration(count: number): Configuration {
  return { voters: Array.from({ length: count }, (_, i) => i + 1), learners: [] };
}

export function isVoter({ voters }: Configuration, id: ServerId): boolean {
  return voters.includes(id);
}

export function isMember({ voters, learners }: Configuration, id: ServerId): boolean {
  return voters.includes(id) || learners.includes(id);
}

/** Voters and learners. */
export function membersOf({ voters, learners }: Configuration): readonly ServerId[] {
  return learners.length === 0 ? voters : [...voters, ...learners];
}

/** Number of voters in a majority. */
export function majorityOf({ voters }: Configuration): number {
  return Math.floor(voters.length / 2) + 1;
}

/** A single-server change: any two majorities of the old and the new configuration overlap. */
export type ConfigurationChange =
  | { readonly type: 'addLearner'; readonly server: ServerId }
  | { readonly type: 'promote'; readonly server: ServerId }
  | { readonly type: 'remove'; readonly server: ServerId };

/** The configuration after a change, or null if the change does not apply. */
export function changed(now: Configuration, { type, server }: ConfigurationChange): Configuration | null {
  const { voters, learners } = now;
  const without = (ids: readonly ServerId[]) => ids.filter((id) => id !== server);
  switch (type) {
    case 'addLearner':
      return isMember(now, server) ? null : { voters, learners: inOrder([...learners, server]) };
    case 'promote':
      if (!learners.includes(server)) return null;
      return { voters: inOrder([...voters, server]), learners: without(learners) };
    case 'remove':
      if (!isMember(now, server) || (voters.length === 1 && isVoter(now, server))) return null;
      return { voters: without(voters), learners: without(learners) };
  }
}

function inOrder(ids: ServerId[]): ServerId[] {
  return ids.sort((a, b) => a - b);
}
