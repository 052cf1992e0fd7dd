package goroutines

import (
	"context"
	"iter"
	"sync"
	"sync/atomic"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

// A network carries the messages between the servers of one process. To send is to put into an inbox: the message is
// delivered by the receiver's goroutine, never within the call that sends. The fault rules decide what happens on the
// way. While they are off and nobody listens, messages pass without meeting a lock but their inbox's.
type network struct {
	inboxes   roster[atomic.Pointer[queue[raft.Message]]] // nil where nobody receives
	partition atomic.Pointer[raft.Partition]
	weather   atomic.Pointer[weather]
	emit      atomic.Pointer[func(raft.Event)]

	mu      sync.Mutex
	delayed map[*time.Timer]raft.Message
}

// weather is fault rules, and the choices that they make.
type weather struct {
	rules  raft.FaultRules
	mu     sync.Mutex
	random func() float64
}

func newNetwork(servers int) *network {
	n := &network{delayed: make(map[*time.Timer]raft.Message)}
	for range servers {
		n.addServer()
	}
	return n
}

func (n *network) addServer() { n.inboxes.add(new(atomic.Pointer[queue[raft.Message]])) }

// attach returns the messages to this server from now on, to be taken until the context ends.
func (n *network) attach(ctx context.Context, id raft.ServerID) iter.Seq[raft.Message] {
	inbox := newQueue[raft.Message](false)
	n.inboxes.of(id).Store(inbox)
	return func(yield func(raft.Message) bool) {
		for batch := range inbox.batches(ctx) {
			for _, message := range batch {
				if ctx.Err() != nil || n.deliver(message) && !yield(message) {
					return
				}
			}
		}
	}
}

// detach loses what has not been delivered to this server, and what is sent to it from now on.
func (n *network) detach(id raft.ServerID) {
	inbox := n.inboxes.of(id).Swap(nil)
	if inbox == nil {
		return
	}
	for _, message := range inbox.close() {
		n.tellOf("drop", message)
	}
}

// cut lets messages pass only within each group.
func (n *network) cut(groups [][]raft.ServerID) {
	n.tell(raft.PartitionEvent{Groups: groups})
	n.partition.Store(raft.NewPartition(groups))
}

// heal lets all messages pass.
func (n *network) heal() {
	n.tell(raft.HealEvent{})
	n.partition.Store(nil)
}

// setFaults: rules of which none does anything are the same as none.
func (n *network) setFaults(rules raft.FaultRules, seed uint32) {
	n.tell(raft.FaultsEvent{Rules: rules})
	if rules.Seed != nil {
		seed, rules.Seed = *rules.Seed, nil
	}
	if rules == (raft.FaultRules{}) {
		n.weather.Store(nil)
		return
	}
	n.weather.Store(&weather{rules: rules, random: raft.SeededRandom(seed)})
}

func (n *network) send(message raft.Message) {
	n.tellOf("send", message)
	weather := n.weather.Load()
	if weather == nil {
		n.arrive(message)
		return
	}
	delays := weather.fate()
	if len(delays) == 0 {
		n.tellOf("drop", message)
	}
	for _, delay := range delays {
		if delay == 0 {
			n.arrive(message)
		} else {
			n.sendAfter(delay, message)
		}
	}
}

func (w *weather) fate() []raft.Millis {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rules.FateOf(w.random)
}

func (n *network) sendAfter(delay raft.Millis, message raft.Message) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var timer *time.Timer
	timer = time.AfterFunc(delay.Duration(), func() {
		n.mu.Lock()
		_, underWay := n.delayed[timer]
		delete(n.delayed, timer)
		n.mu.Unlock()
		if underWay {
			n.arrive(message)
		}
	})
	n.delayed[timer] = message
}

// close loses all that is under way.
func (n *network) close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for timer := range n.delayed {
		timer.Stop()
	}
	clear(n.delayed)
}

func (n *network) arrive(message raft.Message) {
	_, to := message.Route()
	inbox := n.inboxes.of(to).Load()
	if inbox == nil || !inbox.put(message) {
		n.tellOf("drop", message)
	}
}

// deliver returns false if the message does not get through.
func (n *network) deliver(message raft.Message) bool {
	if partition := n.partition.Load(); partition != nil && !partition.Connects(message.Route()) {
		n.tellOf("drop", message)
		return false
	}
	n.tellOf("deliver", message)
	return true
}

// tellOf tells what becomes of a message. Nothing is built unless somebody listens.
func (n *network) tellOf(what string, message raft.Message) {
	if emit := n.emit.Load(); emit != nil {
		(*emit)(raft.MessageEvent{Type: what, Message: message})
	}
}

func (n *network) tell(event raft.Event) {
	if emit := n.emit.Load(); emit != nil {
		(*emit)(event)
	}
}
