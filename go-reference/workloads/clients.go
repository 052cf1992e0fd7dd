package workloads

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// retryPause is the pause before a command is proposed again.
const retryPause = 5 * time.Millisecond

// unknown is the latency of a command that is not answered yet.
const unknown = time.Duration(-1)

// clients propose commands that become due at equal distances, whether or not earlier ones are answered: a latency counts from
// when its command was due (no coordinated omission). A command whose leader is lost is proposed again.
type clients struct {
	cluster  cluster.Cluster
	distance time.Duration
	started  time.Time
	// via is the server that is asked.
	via atomic.Int64
	// unanswered counts attempts whose outcome is unknown.
	unanswered atomic.Int64
	ending     atomic.Bool
	sending    sync.WaitGroup

	mu      sync.Mutex
	failure error
	// latencies has one for each command that was sent.
	latencies []time.Duration
	// firstOpen: earlier commands are all answered.
	firstOpen int
}

func newClients(c cluster.Cluster, distance raft.Millis, via raft.ServerID) *clients {
	clients := &clients{cluster: c, distance: distance.Duration(), started: time.Now()}
	clients.via.Store(int64(via))
	return clients
}

// run returns after end, when every command is answered, or with what one failed for beside a lost leader.
func (c *clients) run() error {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	next := 0
	for ; !c.ending.Load() && c.failed() == nil; <-ticker.C {
		for now := time.Now(); !c.dueAt(next).After(now); next++ {
			c.start(next)
		}
	}
	c.sending.Wait()
	return c.failed()
}

func (c *clients) end() { c.ending.Store(true) }

func (c *clients) failed() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.failure
}

// dueAt returns when a command is due.
func (c *clients) dueAt(number int) time.Time {
	return c.started.Add(time.Duration(number) * c.distance)
}

func (c *clients) start(number int) {
	c.mu.Lock()
	c.latencies = append(c.latencies, unknown)
	c.mu.Unlock()
	c.sending.Go(func() {
		err := c.send(number)
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.latencies[number] = time.Since(c.dueAt(number)); err != nil {
			c.failure = err
		}
	})
}

func (c *clients) send(number int) error {
	command := raft.Command{Type: raft.Set, ID: fmt.Sprintf("k%d", number%1024), Name: strconv.Itoa(number)}
	for {
		isAnswered, err := c.propose(command)
		if isAnswered || err != nil {
			return err
		}
		time.Sleep(retryPause)
	}
}

func (c *clients) propose(command raft.Command) (isAnswered bool, err error) {
	_, err = c.cluster.Propose(context.Background(), command, cluster.ProposeOptions{Via: raft.ServerID(c.via.Load())})
	if unavailable := (*cluster.UnavailableError)(nil); errors.As(err, &unavailable) {
		c.unanswered.Add(1)
		return false, nil
	}
	notLeader, overloaded := (*raft.NotLeaderError)(nil), (*raft.OverloadedError)(nil)
	if errors.As(err, &notLeader) || errors.As(err, &overloaded) {
		return false, nil
	}
	return err == nil, err
}

// haveAnswersUntil returns whether every command that became due before this time is answered, or one has failed.
func (c *clients) haveAnswersUntil(at time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.firstOpen < len(c.latencies) && c.latencies[c.firstOpen] != unknown {
		c.firstOpen++
	}
	return c.failure != nil || !c.dueAt(c.firstOpen).Before(at)
}

// latenciesBetween returns those of the commands that became due between two times.
func (c *clients) latenciesBetween(from, to time.Time) []time.Duration {
	place := func(at time.Time) int {
		number := math.Ceil(float64(at.Sub(c.started)) / float64(c.distance))
		return min(max(0, int(number)), len(c.latencies))
	}
	return c.latencies[place(from):place(to)]
}
