package workloads

import (
	"context"
	"slices"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// The worst case of Figure 16, just before the crash: the leader's heartbeats have reached all followers at the same moment,
// so that their election timers run from there, and two of the four lack the leader's last entry, so that they campaign but
// cannot win (§5.4.1).

// jitterShare is the maximum delay of a message, as a share of the broadcast time. With delays uniform from 0, the last of
// four answers then arrives after one broadcast time in the mean (§5.6).
const jitterShare = 0.7

// counts are those of the commands proposed, by whether their answer arrived.
type counts struct{ answered, unanswered int }

// A preparedCrash is a leader that is about to crash.
type preparedCrash struct {
	leader      raft.ServerID
	currentTerm raft.Term
	followers   []raft.ServerID
	// delay is the time from the start of the followers' election timers to the crash.
	delay time.Duration
}

// prepareCrash prepares until it succeeds: on a busy machine the leader may change meanwhile, or a heartbeat may be late.
func prepareCrash(c cluster.Cluster, spec Spec, random func() float64, commands *counts) (preparedCrash, error) {
	for {
		agreed, err := agreement(c)
		if err != nil {
			return preparedCrash{}, err
		}
		followers := shuffled(slices.DeleteFunc(c.IDs(), func(id raft.ServerID) bool { return id == agreed.ID }), random)
		shorter := followers[:len(followers)/2]
		delay := (raft.Millis(random()) * spec.HeartbeatInterval).Duration()
		networkSeed := seedFrom(random) // without it each failover would see the same delays
		heartbeat, err := nextHeartbeat(c, agreed, len(followers), spec.HeartbeatInterval.Duration())
		if err != nil {
			return preparedCrash{}, err
		}
		if heartbeat != nil {
			areUnequal, err := lengthenLogs(c, agreed.ID, shorter, commands)
			if err != nil {
				return preparedCrash{}, err
			}
			if err := c.Faults(cluster.FaultRules{Jitter: jitterShare * spec.BroadcastTime, Seed: new(networkSeed)}); err != nil {
				return preparedCrash{}, err
			}
			time.Sleep(delay - time.Since(*heartbeat))
			if delay = time.Since(*heartbeat); areUnequal && delay < spec.HeartbeatInterval.Duration() {
				return preparedCrash{agreed.ID, agreed.CurrentTerm, followers, delay}, nil
			}
		}
		if err := mend(c); err != nil {
			return preparedCrash{}, err
		}
	}
}

// mend makes the network whole and free of faults.
func mend(c cluster.Cluster) error {
	if err := c.Faults(cluster.FaultRules{}); err != nil {
		return err
	}
	return c.Heal()
}

func shuffled(ids []raft.ServerID, random func() float64) (result []raft.ServerID) {
	for left := slices.Clone(ids); len(left) > 0; {
		i := int(random() * float64(len(left)))
		result = append(result, left[i])
		left = slices.Delete(left, i, i+1)
	}
	return result
}

// nextHeartbeat returns the time at which a heartbeat has reached all followers; nil if the leader sends none.
func nextHeartbeat(c cluster.Cluster, leader cluster.Status, followers int, interval time.Duration) (*time.Time, error) {
	arrived := make(chan time.Time, 1)
	heard := make(map[raft.ServerID]bool)
	err := c.Trace(func(event cluster.TraceEvent) {
		to := heartbeatReaches(event, leader)
		if to == 0 {
			return
		}
		if heard[to] {
			clear(heard) // the next round has begun
		}
		heard[to] = true
		if len(heard) == followers {
			select {
			case arrived <- time.Now():
			default: // not the first round
			}
		}
	})
	if err != nil {
		return nil, err
	}
	select {
	case at := <-arrived:
		return &at, nil
	case <-time.After(4 * interval):
		return nil, nil
	}
}

// heartbeatReaches returns the server that a heartbeat of the leader has reached; 0 for any other event.
func heartbeatReaches(event cluster.TraceEvent, leader cluster.Status) raft.ServerID {
	delivery, ok := event.Event.(cluster.MessageEvent)
	if !ok || delivery.Type != "deliver" {
		return 0
	}
	request, ok := delivery.Message.(*raft.AppendEntries)
	if !ok || request.From != leader.ID || request.Term != leader.CurrentTerm || len(request.Entries) > 0 {
		return 0
	}
	return request.To
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
