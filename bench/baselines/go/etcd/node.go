package etcd

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/kv"
	etcdraft "go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/raftpb"
)

// A node is one server: one goroutine drives the RawNode and applies.
type node struct {
	raw      *etcdraft.RawNode
	storage  *etcdraft.MemoryStorage
	network  *network
	inbox    *queue[raftpb.Message]
	proposed *queue[proposal]
	waiters  waiters
	reads    reads

	// Written by the raft goroutine, read by observers.
	soft atomic.Pointer[etcdraft.SoftState]
	hard atomic.Pointer[raftpb.HardState]

	applied    atomic.Uint64
	machineMu  sync.RWMutex
	machine    *kv.StateMachine
	compaction compaction
	outcomes   []applied // reused

	cancel context.CancelFunc // nil before the start
	ended  sync.WaitGroup
}

func (n *node) start(tick time.Duration) {
	ctx, cancel := context.WithCancel(context.Background())
	n.cancel = cancel
	n.ended.Go(func() { n.run(ctx, tick) })
}

// stop ends the node's goroutine, and rejects its clients.
func (n *node) stop() {
	n.inbox.close()
	if n.cancel != nil {
		n.cancel()
	}
	n.ended.Wait()
	for _, proposal := range n.proposed.close() {
		proposal.client <- outcome{err: errStopped}
	}
	n.waiters.reject(errStopped)
	for _, client := range n.reads.asked.close() {
		client <- errStopped
	}
	n.rejectReads(errStopped)
}

// run drives the RawNode. Everything that has arrived is stepped before the next Ready, so that a Ready is a batch.
func (n *node) run(ctx context.Context, tick time.Duration) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	var messages []raftpb.Message
	var proposals []proposal
	for {
		select {
		case <-n.inbox.filled:
			messages = n.inbox.swap(messages)
			n.step(messages)
			clear(messages)
		case <-n.proposed.filled:
			runtime.Gosched() // clients that were answered together propose together
			proposals = n.proposed.swap(proposals)
			n.append(proposals)
			clear(proposals)
		case <-n.reads.asked.filled:
			runtime.Gosched() // likewise
			n.reads.waiting = append(n.reads.waiting, n.reads.asked.swap(nil)...)
		case <-ticker.C:
			n.raw.Tick()
		case <-ctx.Done():
			return
		}
		n.startReads()
		for n.raw.HasReady() {
			n.handle(n.raw.Ready())
			n.startReads()
		}
	}
}

// step steps messages. What the library refuses comes from an earlier term.
func (n *node) step(messages []raftpb.Message) {
	for _, message := range messages {
		_ = n.raw.Step(message)
	}
}

// append appends all proposals by one message.
func (n *node) append(proposals []proposal) {
	if len(proposals) == 0 {
		return
	}
	n.waiters.add(proposals)
	entries := make([]raftpb.Entry, len(proposals))
	for i, proposal := range proposals {
		entries[i].Data = proposal.data
	}
	if err := n.raw.Step(raftpb.Message{Type: raftpb.MsgProp, From: n.waiters.node, Entries: entries}); err != nil {
		n.waiters.reject(&cluster.UnavailableError{Reason: err.Error()})
	}
}

// handle does what a Ready asks for, in the order that it demands. A leader sends before it writes (dissertation 10.2.1).
func (n *node) handle(ready etcdraft.Ready) {
	n.publish(ready)
	leads := n.soft.Load().RaftState == etcdraft.StateLeader
	if leads {
		n.network.send(ready.Messages)
	}
	if !etcdraft.IsEmptySnap(ready.Snapshot) {
		_ = n.storage.ApplySnapshot(ready.Snapshot) // refuses an old one
	}
	if !etcdraft.IsEmptyHardState(ready.HardState) {
		_ = n.storage.SetHardState(ready.HardState) // never fails, nor does Append
	}
	_ = n.storage.Append(ready.Entries)
	if !leads {
		n.network.send(ready.Messages)
	}
	n.confirmReads(ready.ReadStates)
	n.applyCommitted(ready)
	n.answerReads()
	n.raw.Advance(ready)
	n.reportSnapshots(ready.Messages)
	n.compact()
}

// reportSnapshots says that snapshots have been handed over: the library sends a follower nothing more until it hears so, or until
// the follower has what the log begins with, which a compaction may have moved meanwhile.
func (n *node) reportSnapshots(messages []raftpb.Message) {
	for _, message := range messages {
		if message.Type == raftpb.MsgSnap {
			n.raw.ReportSnapshot(message.To, etcdraft.SnapshotFinish)
		}
	}
}

// publish makes the state visible to observers. A lost leadership leaves the outcome of its proposals unknown.
func (n *node) publish(ready etcdraft.Ready) {
	if ready.SoftState != nil {
		if was := n.soft.Swap(ready.SoftState); was.RaftState == etcdraft.StateLeader {
			lost := &cluster.UnavailableError{Reason: "the leadership was lost"}
			n.waiters.reject(lost)
			n.rejectReads(lost)
		}
	}
	if !etcdraft.IsEmptyHardState(ready.HardState) {
		n.hard.Store(&ready.HardState)
	}
}
