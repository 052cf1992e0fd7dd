// Who belongs to the cluster (§6; dissertation chapter 4), and when so many of them are a majority. A configuration is
// never changed: a new one takes its place.

import type { ServerId } from './messages.ts';

export interface Configuration {
  /** The servers that vote and commit, in rising order. */
  readonly voters: readonly ServerId[];
  /** The servers that only receive the log, until they have caught up and may vote (dissertation §4.2.1). */
  readonly learners: readonly ServerId[];
}

/** The configuration that a cluster begins with: servers 1 … count, all voting. */
export function initialConfiguration(count: number): Configuration {
  return { voters: Array.from({ length: count }, (_, i) => i + 1), learners: [] };
}

export function isVoter({ voters }: Configuration, id: ServerId): boolean {
  return voters.includes(id);
}

export function isMember({ voters, learners }: Configuration, id: ServerId): boolean {
  return voters.includes(id) || learners.includes(id);
}

/** All that receive the log. */
export function membersOf({ voters, learners }: Configuration): readonly ServerId[] {
  return learners.length === 0 ? voters : [...voters, ...learners];
}

/** How many voters make a majority. */
export function majorityOf({ voters }: Configuration): number {
  return Math.floor(voters.length / 2) + 1;
}

/** The change of one server at a time: with it any two majorities, of before and after, share a server. */
export type ConfigurationChange =
  | { readonly type: 'addLearner'; readonly server: ServerId }
  | { readonly type: 'promote'; readonly server: ServerId }
  | { readonly type: 'remove'; readonly server: ServerId };

/** The configuration after a change, or null if the change makes no sense for it. */
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
