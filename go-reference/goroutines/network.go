package goroutines

import (
	"context"
	"iter"
	"sync"
	"sync/atomic"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// A network carries messages between the servers of one process. Sending puts a message into the receiver's inbox: the
// receiver's goroutine delivers it, never the call that sends. The fault rules decide its fate. Without faults and a
// listener, no lock is taken but the inbox's.
type network struct {
	inboxes   table[atomic.Pointer[queue[raft.Message]]] // nil without a receiver
	partition atomic.Pointer[cluster.Partition]
	injector  atomic.Pointer[faultInjector]
	emit      atomic.Pointer[func(raft.Event)]
	intercept atomic.Pointer[Interceptor]

	mu      sync.Mutex
	delayed map[*time.Timer]raft.Message
}

// An Interceptor decides on each message that is about to be delivered: whether it is lost, or else how much longer it takes.
type Interceptor func(message raft.Message) (lost bool, later raft.Millis)

// A faultInjector is fault rules and their random choices.
type faultInjector struct {
	rules  cluster.FaultRules
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

// attach returns the messages to a server from now on, until the context ends.
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

// detach drops a server's undelivered messages, and those sent to it from now on.
func (n *network) detach(id raft.ServerID) {
	inbox := n.inboxes.of(id).Swap(nil)
	if inbox == nil {
		return
	}
	for _, message := range inbox.close() {
		n.emitMessage("drop", message)
	}
}

// cut lets messages pass only within each group.
func (n *network) cut(groups [][]raft.ServerID) {
	n.emitEvent(cluster.PartitionEvent{Groups: groups})
	n.partition.Store(cluster.NewPartition(groups))
}

// heal lets all messages pass.
func (n *network) heal() {
	n.emitEvent(cluster.HealEvent{})
	n.partition.Store(nil)
}

// setFaults replaces the fault rules. Rules without effect are the same as none.
func (n *network) setFaults(rules cluster.FaultRules, seed uint32) {
	n.emitEvent(cluster.FaultsEvent{Rules: rules})
	if !rules.HaveEffect() {
		n.injector.Store(nil)
		return
	}
	if rules.Seed != nil {
		seed = *rules.Seed
	}
	n.injector.Store(&faultInjector{rules: rules, random: raft.SeededRandom(seed)})
}

func (n *network) send(message raft.Message) {
	n.emitMessage("send", message)
	injector := n.injector.Load()
	if injector == nil {
		n.arrive(message)
		return
	}
	delays := injector.fate()
	if len(delays) == 0 {
		n.emitMessage("drop", message)
	}
	for _, delay := range delays {
		if delay == 0 {
			n.arrive(message)
		} else {
			n.sendAfter(delay, message)
		}
	}
}

func (f *faultInjector) fate() []raft.Millis {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.rules.FateOf(f.random)
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

// close drops all delayed messages.
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
		n.emitMessage("drop", message)
	}
}

// deliver returns false if a partition or the interceptor drops the message, or the interceptor delays it.
func (n *network) deliver(message raft.Message) bool {
	if intercept := n.intercept.Load(); intercept != nil {
		lost, later := (*intercept)(message)
		if lost {
			n.emitMessage("drop", message)
			return false
		}
		if later > 0 {
			n.sendAfter(later, message)
			return false
		}
	}
	if partition := n.partition.Load(); partition != nil && !partition.Connects(message.Route()) {
		n.emitMessage("drop", message)
		return false
	}
	n.emitMessage("deliver", message)
	return true
}

// emitMessage emits a message's event. Nothing is built unless there is a listener.
func (n *network) emitMessage(what string, message raft.Message) {
	if emit := n.emit.Load(); emit != nil {
		(*emit)(cluster.MessageEvent{Type: what, Message: message})
	}
}

func (n *network) emitEvent(event raft.Event) {
	if emit := n.emit.Load(); emit != nil {
		(*emit)(event)
	}
}
