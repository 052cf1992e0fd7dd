// The configuration in force (§6; dissertation chapter 4): each server uses the newest configuration entry in its log,
// committed or not.

import type { Entry } from './commands.ts';
import { type Configuration, isVoter, membersOf } from './configuration.ts';
import type { LogIndex } from './ids.ts';
import { Majority } from './majority.ts';
import { newProgress } from './progress.ts';
import { configurationOf, type RaftState } from './state.ts';

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
