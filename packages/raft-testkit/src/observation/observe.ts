// What a test can observe of a cluster through its contract.

import type { Cluster, ProposeOptions, Status } from '@three-ways/raft-cluster';
import {
  type Answer,
  type ClientCommand,
  type ConfigurationChange,
  RaftError,
  type ServerId,
} from '@three-ways/raft-core';
import { NotYet, until } from './until.ts';

export function set(id: string, name: string): ClientCommand {
  return { type: 'set', id, name };
}

export function statuses(cluster: Cluster, ids = cluster.ids): Promise<Status[]> {
  return Promise.all(ids.map((id) => cluster.status(id)));
}

/** Waits until one of these servers leads and all the others follow it, in one term. Returns the leader. */
export function leaderOf(cluster: Cluster, ids = cluster.ids): Promise<ServerId> {
  return until(`one of servers ${ids} leads and the others follow it`, async () => {
    const seen = await statuses(cluster, ids);
    const leaders = seen.filter(({ role, running }) => running && role === 'leader');
    const [leader] = leaders;
    const agreed =
      leader !== undefined &&
      leaders.length === 1 &&
      seen.every((one) => one.leader === leader.id && one.currentTerm === leader.currentTerm);
    return agreed ? leader.id : new NotYet(seen.map(describe).join('; '));
  });
}

function describe({ id, role, running, currentTerm, leader, commitIndex, lastApplied }: Status): string {
  const state = running ? role : 'crashed';
  return `server ${id}: ${state} in term ${currentTerm}, leader ${leader}, committed ${commitIndex}, applied ${lastApplied}`;
}

/** Waits until one of these servers leads, and all have applied all of its log. Returns their digest. */
export function agreement(cluster: Cluster, ids = cluster.ids): Promise<{ digest: string; applied: number }> {
  return until(`servers ${ids} have applied the same commands`, async () => {
    const seen = await statuses(cluster, ids);
    const leader = seen.find(({ running, role }) => running && role === 'leader');
    if (seen.some(({ lastApplied }) => lastApplied !== leader?.lastLogIndex))
      return new NotYet(seen.map(describe).join('; '));
    const digests = await Promise.all(ids.map((id) => cluster.digest(id)));
    const same = digests.every(
      ({ digest, applied }) => digest === digests[0]!.digest && applied === digests[0]!.applied,
    );
    return same ? digests[0]! : new NotYet(`digests ${JSON.stringify(digests)}`);
  });
}

/** Proposes until a leader accepts the command. The command may be proposed twice. */
export function proposeUntilDone(
  cluster: Cluster,
  command: ClientCommand,
  options: ProposeOptions = {},
): Promise<Answer> {
  return untilDone(`a leader takes ${JSON.stringify(command)}`, (signal) =>
    cluster.propose(command, { ...options, signal }),
  );
}

/** Reads until the answer is known to be the newest. */
export function readUntilDone(cluster: Cluster, id: string, via: ServerId): Promise<Answer> {
  return untilDone(`server ${via} reads ${id}`, (signal) =>
    cluster.read(id, { via, consistency: 'linearizable', signal }),
  );
}

/** Opens a client session, and returns its number. */
export async function openSession(cluster: Cluster): Promise<number> {
  return (await proposeUntilDone(cluster, { type: 'register' })) as number;
}

/** Requests a configuration change until it is made. */
export async function changeUntilDone(cluster: Cluster, change: ConfigurationChange): Promise<void> {
  await untilDone(`${change.type} ${change.server}`, async (signal) => {
    if (!(await isMade(cluster, change))) await cluster.change(change, { signal });
  });
}

async function isMade(cluster: Cluster, { type, server }: ConfigurationChange): Promise<boolean> {
  const leader = (await statuses(cluster)).find(({ running, role }) => running && role === 'leader');
  if (leader === undefined || leader.commitIndex < leader.lastLogIndex) return false;
  const { voters, learners } = leader.configuration;
  if (type === 'addLearner') return learners.includes(server);
  return type === 'promote' ? voters.includes(server) : ![...voters, ...learners].includes(server);
}

/** Retries until there is an answer. */
function untilDone<T>(what: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return until(what, async () => {
    try {
      return await ask(AbortSignal.timeout(500));
    } catch (error) {
      if (error instanceof RaftError) return new NotYet(error.message);
      throw error;
    }
  });
}

/** All other servers. */
export function others(cluster: Cluster, ...ids: readonly ServerId[]): ServerId[] {
  return cluster.ids.filter((id) => !ids.includes(id));
}

/** Waits until `count` heartbeats have arrived, from one server if given: a pause in the cluster's own time. */
export async function heartbeats(cluster: Cluster, count: number, from?: ServerId): Promise<void> {
  let seen = 0;
  await cluster.trace((event) => {
    if (event.type !== 'deliver' || event.message.type !== 'AppendEntries') return;
    if (from === undefined || event.message.from === from) seen += 1;
  });
  await until(`${count} heartbeats have arrived`, async () => seen >= count || new NotYet(`${seen} have`));
  await cluster.trace(null);
}
