// The configuration in force (§6; dissertation chapter 4): each server uses the newest configuration entry in its log,
// committed or not.

import type { Entry } from './commands.ts';
import { type Configuration, initialConfiguration, isVoter, membersOf } from './configuration.ts';
import type { Log } from './log.ts';
import { Majority } from './majority.ts';
import type { LogIndex } from './messages.ts';
import { newProgress } from './progress.ts';
import type { Settings } from './settings.ts';
import type { Snapshot } from './snapshot.ts';
import { configurationOf, type RaftState } from './state.ts';

/** A configuration and the index of its entry; index 0 for the cluster's initial one. */
export interface Adopted {
  readonly index: LogIndex;
  readonly configuration: Configuration;
}

/** Puts an appended configuration into force. */
export function adoptConfiguration(raft: RaftState, index: LogIndex, { command }: Entry): void {
  if (command.type !== 'configuration') return;
  raft.configurations.push({ index, configuration: command.configuration });
  if (raft.role === 'leader') followMembers(raft);
}

/** Drops the configurations of truncated entries; the one before is in force again. */
export function forgetConfigurations(raft: RaftState, fromIndex: LogIndex): void {
  while (raft.configurations.at(-1)!.index >= fromIndex) raft.configurations.pop();
}

/** The configuration at an index of the log. */
export function configurationAt(raft: RaftState, index: LogIndex): Configuration {
  return raft.configurations.findLast((adopted) => adopted.index <= index)!.configuration;
}

/** Replaces the configurations that a snapshot covers by the snapshot's own. */
export function rebaseConfigurations(raft: RaftState, index: LogIndex, configuration: Configuration): void {
  const kept = raft.configurations.filter(
    (adopted) => adopted.index > index && adopted.index <= raft.log.lastIndex,
  );
  raft.configurations.splice(0, Infinity, { index, configuration }, ...kept);
}

/** The configurations in a stored log, preceded by the snapshot's or the cluster's initial one. */
export function configurationsIn(log: Log, snapshot: Snapshot | null, { servers }: Settings): Adopted[] {
  const configuration = snapshot?.configuration ?? initialConfiguration(servers);
  const adopted: Adopted[] = [{ index: log.snapshotIndex, configuration }];
  for (const [i, { command }] of log.slice(log.firstIndex).entries())
    if (command.type === 'configuration')
      adopted.push({ index: log.firstIndex + i, configuration: command.configuration });
  return adopted;
}

/** Tracks progress for exactly the members, and counts exactly the voters. */
export function followMembers(raft: RaftState): void {
  const configuration = configurationOf(raft);
  const members = membersOf(configuration);
  for (const id of raft.progress.keys()) if (!members.includes(id)) raft.progress.delete(id);
  for (const id of members) {
    const known = raft.progress.get(id) ?? newProgress(raft.log.lastIndex + 1, false);
    raft.progress.set(id, { ...known, voter: isVoter(configuration, id) });
  }
  countVoters(raft);
}

function countVoters(raft: RaftState): void {
  const voters = [...raft.progress.values()].filter(({ voter }) => voter);
  raft.matched = new Majority(voters.map(({ matchIndex }) => matchIndex));
  raft.answered = new Majority(voters.map(({ round }) => round));
}
