// Membership changes, one server at a time (dissertation chapter 4), with the published fix for single-server changes.

import { type ConfigurationChange, changed } from './configuration.ts';
import { ChangeRefused, NotLeader } from './errors.ts';
import type { LogIndex } from './ids.ts';
import { isActive, type Progress } from './progress.ts';
import { appendAsLeader } from './proposal.ts';
import { configurationOf, type RaftState } from './state.ts';

/**
 * Appends the configuration after a change: add a learner, promote one that has caught up, or remove a server.
 * @throws NotLeader
 * @throws ChangeRefused while another change or a leadership transfer is under way; before the leader has committed an entry
 * of its own term (the published fix); if the learner has not caught up; if the change does not apply to the configuration
 */
export function proposeChange(raft: RaftState, change: ConfigurationChange): LogIndex {
  if (raft.role !== 'leader') throw new NotLeader(raft.id, raft.leader);
  if (raft.transferee !== null)
    throw new ChangeRefused(`server ${raft.transferee} is about to lead: ask again when it does`);
  if (raft.commitIndex < raft.firstOfTerm)
    throw new ChangeRefused('the leader has not yet committed an entry of its own term: ask again soon');
  if (raft.configurations.at(-1)!.index > raft.commitIndex)
    throw new ChangeRefused('another change is under way: ask again when it is committed');
  const configuration = changed(configurationOf(raft), change);
  if (configuration === null)
    throw new ChangeRefused(
      `${change.type} ${change.server} makes no sense in ${JSON.stringify(configurationOf(raft))}`,
    );
  if (change.type === 'promote' && !hasCaughtUp(raft, raft.progress.get(change.server)))
    throw new ChangeRefused(`server ${change.server} has not caught up: ask again when it has`);
  return appendAsLeader(raft, { type: 'configuration', configuration });
}

/**
 * Whether a learner would not delay commitment as a voter (dissertation §4.2.1): it has acknowledged entries to this leader,
 * has answered lately, and lags by at most one message.
 */
function hasCaughtUp({ commitIndex, settings }: RaftState, progress: Progress | undefined): boolean {
  if (progress === undefined || progress.matchIndex === 0 || !isActive(progress)) return false;
  return commitIndex - progress.matchIndex <= settings.maxEntriesPerMessage;
}
