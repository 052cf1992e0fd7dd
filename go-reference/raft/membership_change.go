package raft

import (
	"encoding/json"
	"fmt"
)

// Membership changes, one server at a time (dissertation chapter 4), with the published fix for single-server changes.

// ProposeChange appends the configuration after a change: add a learner, promote one that has caught up, or remove a
// server. It fails with a NotLeaderError; or with a ChangeRefusedError while another change or a leadership transfer is
// under way, before the leader has committed an entry of its own term (the published fix), if the learner has not caught
// up, or if the change does not apply to the configuration.
func (r *State) ProposeChange(change ConfigurationChange) (LogIndex, error) {
	if r.Role != Leader {
		return 0, &NotLeaderError{ID: r.ID, Leader: r.Leader}
	}
	if r.Transferee != 0 {
		return 0, changeRefused("server %d is about to lead: ask again when it does", r.Transferee)
	}
	if r.CommitIndex < r.FirstOfTerm {
		return 0, changeRefused("the leader has not yet committed an entry of its own term: ask again soon")
	}
	if r.newestConfiguration().Index > r.CommitIndex {
		return 0, changeRefused("another change is under way: ask again when it is committed")
	}
	configuration, ok := changed(ConfigurationOf(r), change)
	if !ok {
		now, _ := json.Marshal(ConfigurationOf(r))
		return 0, changeRefused("%v %d makes no sense in %s", change.Type, change.Server, now)
	}
	if change.Type == Promote && !r.hasCaughtUp(r.Progress[change.Server]) {
		return 0, changeRefused("server %d has not caught up: ask again when it has", change.Server)
	}
	return r.appendAsLeader(Command{Type: Configure, Configuration: &configuration}), nil
}

// hasCaughtUp reports whether a learner would not delay commitment as a voter (dissertation §4.2.1): it has acknowledged
// entries to this leader, has answered lately, and lags by at most one message.
func (r *State) hasCaughtUp(progress *Progress) bool {
	if progress == nil || progress.MatchIndex == 0 || !progress.isActive() {
		return false
	}
	return int(r.CommitIndex-progress.MatchIndex) <= r.Settings.MaxEntriesPerMessage
}

func changeRefused(format string, args ...any) error {
	return &ChangeRefusedError{fmt.Sprintf(format, args...)}
}
