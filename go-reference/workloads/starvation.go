package workloads

import (
	"slices"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// A BlockSpec is a number of blocks of one kind.
type BlockSpec struct {
	// Role says whose application blocks: the leader's or a follower's.
	Role string `json:"role"`
	// Ms is the length of a block; 0 for a control, in which nothing blocks.
	Ms    raft.Millis `json:"ms"`
	Times int         `json:"times"`
}

// What a BlockSpec's Role can be.
const (
	blockedLeader   = "leader"
	blockedFollower = "follower"
)

// StarvationResult is what each block cost, and the latencies of the commands that became due during those of one kind.
type StarvationResult struct {
	Suite     string        `json:"suite"`
	Blocks    []blockResult `json:"blocks"`
	Latencies []latenciesOf `json:"latencies"`
	Repeated  int           `json:"repeated"`
	Proof     Proof         `json:"proof"`
}

type blockResult struct {
	Role   string      `json:"role"`
	Ms     raft.Millis `json:"ms"`
	TookMs float64     `json:"tookMs"`
	effects
}

type latenciesOf struct {
	Role      string      `json:"role"`
	Ms        raft.Millis `json:"ms"`
	Latencies string      `json:"latencies"`
}

// A timedBlock is a block and its time.
type timedBlock struct {
	BlockSpec
	gap
}

func (b timedBlock) isOf(kind BlockSpec) bool { return b.Role == kind.Role && b.Ms == kind.Ms }

// pollPause is the interval at which the cluster and the clients are polled.
const pollPause = time.Millisecond

// Starvation blocks the application of one server while clients go on with the others.
func Starvation(c cluster.Cluster, spec Spec) (result StarvationResult, err error) {
	if err := c.Start(); err != nil {
		return result, err
	}
	leader, err := agreement(c)
	if err != nil {
		return result, err
	}
	observer := newStarvationObserver(spec.HeartbeatInterval)
	if err := c.Trace(observer.observe); err != nil {
		return result, err
	}
	clients := newClients(c, spec.CommandEveryMs, leader.ID)
	ended := make(chan error, 1)
	go func() { ended <- clients.run() }()
	blocks, err := blockAll(c, spec, clients)
	clients.end()
	if failure := <-ended; failure != nil {
		return result, failure
	}
	if err != nil {
		return result, err
	}
	if err := c.Trace(nil); err != nil {
		return result, err
	}
	return starvationResult(c, spec, blocks, observer, clients)
}

func starvationResult(c cluster.Cluster, spec Spec, blocks []timedBlock, observer *starvationObserver, clients *clients) (result StarvationResult, err error) {
	result.Suite = "starvation"
	for i, block := range blocks {
		next := time.Now()
		if i+1 < len(blocks) {
			next = blocks[i+1].from
		}
		took := milliseconds(block.to.Sub(block.from))
		result.Blocks = append(result.Blocks, blockResult{block.Role, block.Ms, took, observer.effects(block.from, next)})
	}
	for _, kind := range spec.Blocks {
		own := slices.DeleteFunc(slices.Clone(blocks), func(block timedBlock) bool { return !block.isOf(kind) })
		encoded, err := histogramOf(clients, own)
		if err != nil {
			return result, err
		}
		result.Latencies = append(result.Latencies, latenciesOf{kind.Role, kind.Ms, encoded})
	}
	result.Repeated = int(clients.unanswered.Load())
	// A command whose answer was lost with its leader may have been applied before it was proposed again.
	result.Proof, err = proveWith(c, counts{len(clients.latencies), result.Repeated})
	return result, err
}

func blockAll(c cluster.Cluster, spec Spec, clients *clients) (blocks []timedBlock, err error) {
	var kinds []BlockSpec
	for _, kind := range spec.Blocks {
		kinds = append(kinds, slices.Repeat([]BlockSpec{kind}, kind.Times)...)
	}
	random := raft.SeededRandom(spec.Seed)
	time.Sleep(spec.WarmupMs.Duration())
	for _, kind := range shuffled(kinds, random) {
		block, err := blockOnce(c, spec, clients, kind, random)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, block)
	}
	return blocks, nil
}

// blockOnce returns when the cluster has recovered from the block.
func blockOnce(c cluster.Cluster, spec Spec, clients *clients, kind BlockSpec, random func() float64) (block timedBlock, err error) {
	leader, err := leaderOfAll(c)
	if err != nil {
		return block, err
	}
	followers := slices.DeleteFunc(c.IDs(), func(id raft.ServerID) bool { return id == leader })
	blocked, via := followers[int(random()*float64(len(followers)))], leader
	if kind.Role == blockedLeader {
		blocked, via = via, blocked
	}
	clients.via.Store(int64(via))
	time.Sleep(time.Duration(random() * float64(spec.RestMs.Duration())))
	block.BlockSpec, block.from = kind, time.Now()
	if kind.Ms > 0 {
		err = c.Block(blocked, kind.Ms)
	} else {
		time.Sleep(spec.ControlMs.Duration())
	}
	block.to = time.Now()
	for err == nil && !clients.haveAnswersUntil(block.to) {
		time.Sleep(pollPause)
	}
	return block, err
}

// leaderOfAll returns when all servers follow one leader.
func leaderOfAll(c cluster.Cluster) (raft.ServerID, error) {
	for {
		var statuses []cluster.Status
		for _, id := range c.IDs() {
			status, err := c.Status(id)
			if err != nil {
				return 0, err
			}
			statuses = append(statuses, status)
		}
		leader := leaderOf(statuses)
		follows := func(status cluster.Status) bool { return status.Leader == leader.ID }
		if leader.ID != 0 && !slices.ContainsFunc(statuses, func(status cluster.Status) bool { return !follows(status) }) {
			return leader.ID, nil
		}
		time.Sleep(pollPause)
	}
}

// histogramOf returns the latencies of the commands that became due during blocks.
func histogramOf(clients *clients, blocks []timedBlock) (string, error) {
	latencies := NewLatencies()
	for _, block := range blocks {
		for _, latency := range clients.latenciesBetween(block.from, block.to) {
			latencies.record(latency)
		}
	}
	return latencies.Encode()
}
