package workloads

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// The worst case of Figure 16, just before the crash: the leader's heartbeats have reached all followers at the same moment,
// so that their election timers run from there, and two of the four lack the leader's last entry, so that they campaign but
// cannot win (§5.4.1). The entry restarts the timers of the other two, which the crash is timed from.

// counts are those of the commands proposed, by whether their answer arrived.
type counts struct{ answered, unanswered int }

// preparedLogs are those of a cluster whose leader is about to crash, and is cut off from its followers.
type preparedLogs struct {
	leader      raft.ServerID
	currentTerm raft.Term
	// timersFrom is when the election timers of those that can win started.
	timersFrom time.Time
	// timers are the election timers, which include those.
	timers *electionTimers
}

// prepareLogs prepares until it succeeds: on a busy machine the leader may change meanwhile, or send another heartbeat.
func prepareLogs(c cluster.Cluster, spec Spec, random func() float64, commands *counts) (preparedLogs, error) {
	for {
		agreed, err := agreement(c)
		if err != nil {
			return preparedLogs{}, err
		}
		followers := shuffled(slices.DeleteFunc(c.IDs(), func(id raft.ServerID) bool { return id == agreed.ID }), random)
		shorter := followers[:len(followers)/2]
		watch := newLeaderWatch(agreed, len(followers))
		if err := c.Trace(watch.observe); err != nil {
			return preparedLogs{}, err
		}
		if watch.heartbeat(4 * spec.HeartbeatInterval.Duration()) {
			areUnequal, err := lengthenLogs(c, agreed.ID, shorter, commands)
			if err != nil {
				return preparedLogs{}, err
			}
			if err := c.Partition([][]raft.ServerID{followers}); err != nil {
				return preparedLogs{}, err
			}
			at := watch.timersFrom(followers[len(shorter):], spec.HeartbeatInterval.Duration())
			if areUnequal && at != nil {
				return preparedLogs{agreed.ID, agreed.CurrentTerm, *at, watch.timers}, nil
			}
		}
		if err := c.Heal(); err != nil {
			return preparedLogs{}, err
		}
	}
}

// shuffled returns the values in a random order.
func shuffled[T any](values []T, random func() float64) (result []T) {
	for left := slices.Clone(values); len(left) > 0; {
		i := int(random() * float64(len(left)))
		result = append(result, left[i])
		left = slices.Delete(left, i, i+1)
	}
	return result
}

// A leaderWatch sees what reaches the followers of a leader: its next heartbeat, and then an entry.
type leaderWatch struct {
	leader    cluster.Status
	followers int

	mu         sync.Mutex
	clock      traceClock
	timers     *electionTimers
	heard      map[raft.ServerID]bool
	heardByAll chan struct{}
	// later holds the times of what arrived after that heartbeat, by follower.
	later map[raft.ServerID][]time.Time
	// heardAt is when that heartbeat had reached all.
	heardAt time.Time
}

func newLeaderWatch(leader cluster.Status, followers int) *leaderWatch {
	return &leaderWatch{
		leader: leader, followers: followers, clock: newTraceClock(), timers: newElectionTimers(),
		heard: make(map[raft.ServerID]bool), heardByAll: make(chan struct{}), later: make(map[raft.ServerID][]time.Time),
	}
}

// heartbeat reports whether a heartbeat has reached all followers within a time.
func (w *leaderWatch) heartbeat(within time.Duration) bool {
	select {
	case <-w.heardByAll:
		return true
	case <-time.After(within):
		return false
	}
}

// timersFrom returns the start of the election timers of these: when the last of them had the entry, or the news that it is
// committed, if the leader sends that at once. It returns nil if one did not get the entry, or got another heartbeat, which comes
// a whole interval after the first.
func (w *leaderWatch) timersFrom(ids []raft.ServerID, heartbeatInterval time.Duration) (latest *time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, id := range ids {
		times := w.later[id]
		if len(times) == 0 {
			return nil
		}
		for i, at := range times {
			if i > 0 && at.Sub(w.heardAt) >= heartbeatInterval/2 {
				return nil
			}
			if latest == nil || at.After(*latest) {
				latest = &times[i]
			}
		}
	}
	return latest
}

func (w *leaderWatch) observe(event cluster.TraceEvent) {
	w.mu.Lock()
	defer w.mu.Unlock()
	at := w.clock.timeOf(event)
	w.timers.observe(event)
	request := deliveredRequest(event)
	if request == nil || request.From != w.leader.ID || request.Term != w.leader.CurrentTerm {
		return
	}
	switch {
	case len(w.heard) == w.followers:
		w.later[request.To] = append(w.later[request.To], at)
	case len(request.Entries) == 0:
		w.hear(request.To, at)
	}
}

func (w *leaderWatch) hear(follower raft.ServerID, at time.Time) {
	if w.heard[follower] {
		clear(w.heard) // the next round has begun
	}
	w.heard[follower] = true
	w.heardAt = at
	if len(w.heard) == w.followers {
		close(w.heardByAll)
	}
}

// deliveredRequest returns the AppendEntries that a server has been delivered; nil for any other event.
func deliveredRequest(event cluster.TraceEvent) *raft.AppendEntries {
	delivery, ok := event.Event.(cluster.MessageEvent)
	if !ok || delivery.Type != "deliver" {
		return nil
	}
	request, _ := delivery.Message.(*raft.AppendEntries)
	return request
}

// lengthenLogs commits an entry that these servers do not get. It returns false if that failed.
func lengthenLogs(c cluster.Cluster, leader raft.ServerID, shorter []raft.ServerID, commands *counts) (bool, error) {
	longer := slices.DeleteFunc(c.IDs(), func(id raft.ServerID) bool { return slices.Contains(shorter, id) })
	if err := c.Partition([][]raft.ServerID{longer, shorter}); err != nil {
		return false, err
	}
	command := raft.Command{Type: raft.Set, ID: "log", Name: "longer"}
	if _, err := c.Propose(context.Background(), command, cluster.ProposeOptions{Via: leader}); err != nil {
		commands.unanswered++
		return false, nil // the leader was deposed
	}
	commands.answered++
	return areUnequal(c, leader, shorter)
}

func areUnequal(c cluster.Cluster, leader raft.ServerID, shorter []raft.ServerID) (bool, error) {
	leading, err := c.Status(leader)
	if err != nil || leading.Role != raft.Leader {
		return false, err
	}
	for _, id := range c.IDs() {
		status, err := c.Status(id)
		if err != nil {
			return false, err
		}
		want := leading.LastLogIndex
		if slices.Contains(shorter, id) {
			want--
		}
		if status.LastLogIndex != want {
			return false, nil
		}
	}
	return true, nil
}
