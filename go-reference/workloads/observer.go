package workloads

import (
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// A starvationObserver keeps what a cluster's trace shows while applications block: followers that hear nothing, leaders elected,
// commits that wait. It is to be asked when the trace has ended.
type starvationObserver struct {
	heartbeatInterval time.Duration
	clock             traceClock
	// heard is when each follower last heard from a leader.
	heard map[raft.ServerID]time.Time
	// silences are times longer than a heartbeat interval in which a follower heard nothing.
	silences []silence
	// elections are the times at which leaders were elected.
	elections   []time.Time
	commitIndex raft.LogIndex
	committedAt time.Time
	// commits are the times between advances of the commit index.
	commits []gap
}

// A gap is the time between two events.
type gap struct{ from, to time.Time }

type silence struct {
	gap
	server raft.ServerID
}

// effects are those of one block.
type effects struct {
	HeartbeatsMissed int     `json:"heartbeatsMissed"`
	LeadersElected   int     `json:"leadersElected"`
	CommitGapMs      float64 `json:"commitGapMs"`
}

func newStarvationObserver(heartbeatInterval raft.Millis) *starvationObserver {
	return &starvationObserver{
		heartbeatInterval: heartbeatInterval.Duration(),
		clock:             newTraceClock(),
		heard:             make(map[raft.ServerID]time.Time),
	}
}

func (o *starvationObserver) observe(event cluster.TraceEvent) {
	at := o.clock.timeOf(event)
	if request := deliveredRequest(event); request != nil {
		o.hear(request.To, at)
	}
	switch event := event.Event.(type) {
	case raft.RoleEvent:
		if event.Role == raft.Leader {
			o.elected(event.Server, at)
		}
	case raft.CommitEvent:
		o.committed(event.CommitIndex, at)
	}
}

func (o *starvationObserver) hear(server raft.ServerID, at time.Time) {
	last, isKnown := o.heard[server]
	o.heard[server] = at
	if isKnown && at.Sub(last) > o.heartbeatInterval {
		o.silences = append(o.silences, silence{gap{last, at}, server})
	}
}

// elected: a leader receives no AppendEntries; its next gap starts when it is a follower again.
func (o *starvationObserver) elected(server raft.ServerID, at time.Time) {
	delete(o.heard, server)
	o.elections = append(o.elections, at)
}

func (o *starvationObserver) committed(commitIndex raft.LogIndex, at time.Time) {
	if commitIndex <= o.commitIndex {
		return
	}
	if o.commitIndex > 0 {
		o.commits = append(o.commits, gap{o.committedAt, at})
	}
	o.commitIndex, o.committedAt = commitIndex, at
}

// effects returns what ended, or happened, between two times.
func (o *starvationObserver) effects(from, to time.Time) (found effects) {
	within := func(at time.Time) bool { return !at.Before(from) && at.Before(to) }
	missed := make(map[raft.ServerID]int)
	for _, silence := range o.silences {
		if within(silence.to) {
			missed[silence.server] += int(silence.to.Sub(silence.from) / o.heartbeatInterval)
			found.HeartbeatsMissed = max(found.HeartbeatsMissed, missed[silence.server])
		}
	}
	for _, at := range o.elections {
		if within(at) {
			found.LeadersElected++
		}
	}
	for _, commit := range o.commits {
		if within(commit.to) {
			found.CommitGapMs = max(found.CommitGapMs, milliseconds(commit.to.Sub(commit.from)))
		}
	}
	return found
}
