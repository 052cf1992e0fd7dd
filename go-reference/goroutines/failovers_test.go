package goroutines

import (
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// How long a cluster is without a leader, against the model: every follower draws its election timeout evenly from the
// range, and the first to expire wins at once, because in a bubble messages take no time. Two thousand leaders die for each
// range, a quarter of them under each setting of pre-vote and check-quorum: neither may cost time.
func TestFailoversAgainstTheModel(t *testing.T) {
	const failovers = 2000
	for _, timeout := range [][2]raft.Millis{{150, 300}, {150, 200}, {100, 400}} {
		name := fmt.Sprintf("a leader is replaced when the first of its followers' timeouts of %v to %v ms expires", timeout[0], timeout[1])
		inBubble(t, name, func(t *testing.T) {
			var parts []float64 // of the range
			for seed, settings := range []raft.Settings{
				{PreVote: raft.On, CheckQuorum: raft.On}, {PreVote: raft.On, CheckQuorum: raft.Off},
				{PreVote: raft.Off, CheckQuorum: raft.On}, {PreVote: raft.Off, CheckQuorum: raft.Off},
			} {
				settings.Servers, settings.HeartbeatInterval, settings.ElectionTimeout = 5, 30, timeout
				settings.Seed = new(uint32(seed))
				for _, took := range failoverTimes(t, settings, failovers/4) {
					parts = append(parts, float64((took-timeout[0])/(timeout[1]-timeout[0])))
				}
			}
			if earliest := slices.Min(parts); earliest < -1e-6 {
				t.Errorf("one took %v of the range", earliest)
			}
			// Four and a half standard errors; and a distance that one honest run of a million exceeds.
			const followers = 4.0
			deviation := math.Sqrt(followers/(followers+2)) / (followers + 1)
			if mean := meanOf(parts); math.Abs(mean-1/(followers+1)) > 4.5*deviation/math.Sqrt(failovers) {
				t.Errorf("the mean is at %v of the range", mean)
			}
			model := func(part float64) float64 { return 1 - math.Pow(1-part, followers) }
			if distance := distanceFrom(model, parts); distance > 2.69/math.Sqrt(failovers) {
				t.Errorf("the distribution is at a distance of %v", distance)
			}
		})
	}
}

// failoverTimes returns the times from a leader's last heartbeat to the next leader's election, for crashes at random
// times.
func failoverTimes(t *testing.T, settings raft.Settings, times int) (measured []raft.Millis) {
	c := running(t, settings)
	defer c.Stop()
	var mu sync.Mutex // the listener has a goroutine of its own
	var heartbeat, elected raft.Millis
	must(t, c.Trace(func(event cluster.TraceEvent) {
		mu.Lock()
		defer mu.Unlock()
		switch seen := event.Event.(type) {
		case cluster.MessageEvent:
			if _, isHeartbeat := seen.Message.(*raft.AppendEntries); isHeartbeat && seen.Type == "deliver" {
				heartbeat = event.At
			}
		case raft.RoleEvent:
			if seen.Role == raft.Leader {
				elected = event.At - heartbeat
			}
		}
	}))
	random := raft.SeededRandom(1)
	for range times {
		leader := leaderOf(t, c)
		time.Sleep((settings.HeartbeatInterval * raft.Millis(1+random())).Duration()) // all have heard the same one last
		must(t, c.Crash(leader.ID))
		synctest.Wait() // the listener has the event
		mu.Lock()
		elected = 0
		mu.Unlock()
		leaderAmong(t, c, others(c, leader.ID)...)
		synctest.Wait()
		mu.Lock()
		measured = append(measured, elected)
		mu.Unlock()
		must(t, c.Restart(leader.ID))
	}
	return measured
}

func meanOf(values []float64) (mean float64) {
	for _, value := range values {
		mean += value / float64(len(values))
	}
	return mean
}

// distanceFrom returns the maximum distance between the measured distribution and the model's (Kolmogorov and Smirnov).
func distanceFrom(model func(float64) float64, measured []float64) (distance float64) {
	count := float64(len(measured))
	for i, value := range slices.Sorted(slices.Values(measured)) {
		distance = max(distance, model(value)-float64(i)/count, float64(i+1)/count-model(value))
	}
	return distance
}
