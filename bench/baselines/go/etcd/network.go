package etcd

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
	"go.etcd.io/raft/v3/raftpb"
)

// A network hands messages over by reference: entries are immutable, and no slice of the library is written behind its end.
// Unless something disturbs or traces it, that costs no more than two loads.
type network struct {
	nodes  []atomic.Pointer[node]
	shaped atomic.Bool // whether any of the following is set

	mu        sync.Mutex
	partition *cluster.Partition
	rules     cluster.FaultRules
	random    func() float64
	started   time.Time
	listener  cluster.TraceListener
}

func newNetwork(servers int) *network {
	return &network{nodes: make([]atomic.Pointer[node], servers)}
}

func (w *network) send(messages []raftpb.Message) {
	if !w.shaped.Load() {
		for _, message := range messages {
			w.nodes[message.To-1].Load().inbox.put(message)
		}
		return
	}
	w.traceCampaign(messages)
	for _, message := range messages {
		w.sendShaped(message)
	}
}

// shape changes what holds from now on.
func (w *network) shape(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
	w.shaped.Store(w.partition != nil || w.rules.HaveEffect() || w.listener != nil)
}

func (w *network) sendShaped(message raftpb.Message) {
	w.mu.Lock()
	var delays []raft.Millis
	if delays = []raft.Millis{0}; w.rules.HaveEffect() {
		delays = w.rules.FateOf(w.random)
	}
	w.mu.Unlock()
	for _, delay := range delays {
		if delay == 0 {
			w.deliver(message)
		} else {
			time.AfterFunc(delay.Duration(), func() { w.deliver(message) })
		}
	}
}

// deliver drops what a partition keeps apart, and what a crashed node would get: its inbox is closed.
func (w *network) deliver(message raftpb.Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.partition != nil && !w.partition.Connects(raft.ServerID(message.From), raft.ServerID(message.To)) {
		return
	}
	if w.nodes[message.To-1].Load().inbox.put(message) && (message.Type == raftpb.MsgApp || message.Type == raftpb.MsgHeartbeat) {
		w.emit(cluster.MessageEvent{Type: "deliver", Message: &raft.AppendEntries{
			From:    raft.ServerID(message.From),
			To:      raft.ServerID(message.To),
			Term:    raft.Term(message.Term),
			Entries: make([]*raft.Entry, len(message.Entries)), // their number is what tells a heartbeat
		}})
	}
}

// traceCampaign reports an election, or a round of pre-votes: each asks all others for a vote at once.
func (w *network) traceCampaign(messages []raftpb.Message) {
	roles := map[raftpb.MessageType]raft.Role{raftpb.MsgVote: raft.Candidate, raftpb.MsgPreVote: raft.PreCandidate}
	for _, message := range messages {
		if role, campaigns := roles[message.Type]; campaigns {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.emit(raft.RoleEvent{Server: raft.ServerID(message.From), Term: raft.Term(message.Term), Role: role})
			return
		}
	}
}

func (w *network) emit(event raft.Event) {
	if w.listener != nil {
		w.listener(cluster.TraceEvent{Event: event, At: raft.Millis(float64(time.Since(w.started)) / float64(time.Millisecond))})
	}
}
